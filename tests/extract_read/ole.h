// OLE2 files made and read by libgsf, for the tests of our own reader.
#pragma once

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-outfile.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zhengmai::test {

using Streams = std::vector<std::pair<std::string, std::string>>;

inline void write_streams(GsfOutfile* folder, const Streams& streams) {
  for (const auto& [name, bytes] : streams) {
    GsfOutput* stream = gsf_outfile_new_child(folder, name.c_str(), FALSE);
    gsf_output_write(stream, bytes.size(), reinterpret_cast<const guint8*>(bytes.data()));
    gsf_output_close(stream);
    g_object_unref(stream);
  }
}

// A container of these streams, and of others in a storage that the first lie beside.
inline std::string make_ole(const Streams& streams, const Streams& stored = {},
                            unsigned sector_size = 512) {
  gsf_init();
  GsfOutput* memory = gsf_output_memory_new();
  GsfOutfile* file = gsf_outfile_msole_new_full(memory, sector_size, 64);
  if (!stored.empty()) {
    GsfOutput* storage = gsf_outfile_new_child(file, "ObjectPool", TRUE);
    write_streams(GSF_OUTFILE(storage), stored);
    gsf_output_close(storage);
    g_object_unref(storage);
  }
  write_streams(file, streams);
  gsf_output_close(GSF_OUTPUT(file));
  std::string out(
      reinterpret_cast<const char*>(gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(memory))),
      size_t(gsf_output_size(memory)));
  g_object_unref(file);
  g_object_unref(memory);
  return out;
}

// A stream as libgsf reads it; nothing where it does not.
inline std::optional<std::string> read_ole(std::string_view bytes, const char* name) {
  gsf_init();
  g_log_set_default_handler([](const char*, GLogLevelFlags, const char*, void*) {}, nullptr);
  GsfInput* memory = gsf_input_memory_new(reinterpret_cast<const guint8*>(bytes.data()),
                                          gsf_off_t(bytes.size()), FALSE);
  GsfInfile* file = gsf_infile_msole_new(memory, nullptr);
  GsfInput* stream = file != nullptr ? gsf_infile_child_by_name(file, name) : nullptr;
  std::optional<std::string> out;
  if (stream != nullptr) {
    out.emplace(size_t(gsf_input_size(stream)), '\0');
    auto* target = reinterpret_cast<guint8*>(out->data());
    if (!out->empty() && gsf_input_read(stream, out->size(), target) == nullptr) out.reset();
    g_object_unref(stream);
  }
  if (file != nullptr) g_object_unref(file);
  g_object_unref(memory);
  return out;
}

// A number of some bytes, written over what stands there.
inline void put(std::string* bytes, size_t at, uint64_t value, size_t size) {
  if (bytes->size() < at + size) bytes->resize(at + size);
  for (size_t i = 0; i < size; ++i) (*bytes)[at + i] = static_cast<char>(value >> 8 * i);
}

}  // namespace zhengmai::test
