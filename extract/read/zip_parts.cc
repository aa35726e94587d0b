#include "extract/read/zip_parts.h"

#include <fmt/format.h>
#include <zip.h>

#include <utility>

#include "graph/model/error.h"
#include "graph/model/lazy_library.h"

namespace zhengmai {
namespace {

constinit LazyLibrary libzip(ZHENGMAI_LIBZIP);
ZHENGMAI_LAZY(libzip, zip_discard);
ZHENGMAI_LAZY(libzip, zip_fclose);
ZHENGMAI_LAZY(libzip, zip_fopen_index);
ZHENGMAI_LAZY(libzip, zip_fread);
ZHENGMAI_LAZY(libzip, zip_get_num_entries);
ZHENGMAI_LAZY(libzip, zip_name_locate);
ZHENGMAI_LAZY(libzip, zip_open_from_source);
ZHENGMAI_LAZY(libzip, zip_source_buffer_create);
ZHENGMAI_LAZY(libzip, zip_source_free);
ZHENGMAI_LAZY(libzip, zip_stat);
ZHENGMAI_LAZY(libzip, zip_stat_init);

constexpr uint64_t kLargestPart = 64ull << 20;
constexpr uint64_t kLargestWhole = 4 * kLargestPart;
constexpr uint64_t kSmallPart = 1ull << 20;
constexpr uint64_t kLargestRatio = 200;
constexpr zip_int64_t kMostEntries = 10'000;
constexpr const char* kTooLarge = "save its text, or split it";

struct CloseFile {
  void operator()(zip_file_t* f) const { zip_fclose(f); }
};

zip_t* open_zip(std::string_view bytes) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return nullptr;
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive == nullptr) zip_source_free(source);
  return archive;
}

std::string size_text(uint64_t bytes) {
  if (bytes >= 1000ull << 20) return fmt::format("{:.1f} GB", double(bytes) / double(1 << 30));
  return fmt::format("{} MB", bytes >> 20);
}

std::string_view without_prefix(std::string_view name) { return name.substr(name.find(':') + 1); }

std::string_view file_name(std::string_view part) { return part.substr(part.rfind('/') + 1); }

InputError bad_zip(std::string_view kind, std::string hint) {
  return InputError(fmt::format("not {} {} (bad zip)", kind == "DOCX" ? "a" : "an", kind),
                    std::move(hint));
}

}  // namespace

void ZipParts::Close::operator()(zip* archive) const { zip_discard(archive); }

ZipParts::ZipParts(std::string_view bytes, std::string_view kind)
    : kind_(kind), archive_(open_zip(bytes)) {
  if (!archive_) throw bad_zip(kind, "open and save it again in the program that made it");
  if (zip_get_num_entries(archive_.get(), 0) > kMostEntries) {
    throw InputError(fmt::format("more than {} entries in the {}", kMostEntries, kind_), kTooLarge);
  }
}

bool ZipParts::has(const std::string& part) const {
  return zip_name_locate(archive_.get(), part.c_str(), 0) >= 0;
}

std::string ZipParts::read(const std::string& part) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(archive_.get(), part.c_str(), 0, &stat) != 0) {
    throw InputError("no " + part, fmt::format("the {} is incomplete: get it again, or save it anew", kind_));
  }
  if (stat.encryption_method != ZIP_EM_NONE) {
    throw InputError("encrypted " + kind_, "save it without its password");
  }
  const bool bomb = stat.size > kSmallPart && stat.size / kLargestRatio > stat.comp_size;
  if (stat.size > kLargestPart || bomb) {
    throw InputError(fmt::format("{} expands to {} (limit {}, and {} times its size)",
                                 file_name(part), size_text(stat.size), size_text(kLargestPart),
                                 kLargestRatio),
                     kTooLarge);
  }
  unpacked_ += stat.size;
  if (unpacked_ > kLargestWhole) {
    throw InputError(fmt::format("the parts of the {} expand to more than {}", kind_,
                                 size_text(kLargestWhole)),
                     kTooLarge);
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(
      zip_fopen_index(archive_.get(), stat.index, 0));
  const auto damaged = [&] { return bad_zip(kind_, fmt::format("its {} is damaged", part)); };
  if (!file) throw damaged();
  // The size in the directory is the archive's claim: read no further than it, and one byte more
  // to see whether it lied.
  std::string text(stat.size + 1, '\0');
  size_t used = 0;
  while (used < text.size()) {
    const zip_int64_t n = zip_fread(file.get(), text.data() + used, text.size() - used);
    if (n < 0) throw damaged();
    if (n == 0) break;
    used += size_t(n);
  }
  if (used > stat.size) throw damaged();
  text.resize(used);
  return text;
}

void ZipParts::parse(const std::string& part, pugi::xml_document* xml) {
  const std::string text = read(part);
  const pugi::xml_parse_result parsed =
      xml->load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata);
  if (!parsed) {
    throw InputError(fmt::format("{}: XML error at byte {}", part, parsed.offset),
                     fmt::format("{}; open and save it again in the program that made it",
                                 parsed.description()));
  }
}

bool zip_holds(std::string_view bytes, const std::string& part) {
  zip_t* archive = open_zip(bytes);
  if (archive == nullptr) return false;
  const bool holds = zip_name_locate(archive, part.c_str(), 0) >= 0;
  zip_discard(archive);
  return holds;
}

std::string_view local_name(const pugi::xml_node& node) { return without_prefix(node.name()); }

std::string_view attribute_of(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (without_prefix(attribute.name()) == name) return attribute.value();
  }
  return {};
}

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node) {
    if (local_name(child) == name) return child;
  }
  return {};
}

}  // namespace zhengmai
