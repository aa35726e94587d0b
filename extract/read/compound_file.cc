#include "extract/read/compound_file.h"

#include <algorithm>
#include <vector>

namespace zhengmai {
namespace {

// Places in the header ([MS-CFB] 2.2).
constexpr size_t kSectorShift = 0x1E, kMiniShift = 0x20, kTableSectors = 0x2C, kDirectory = 0x30,
                 kSmallest = 0x38, kMiniTable = 0x3C, kTableList = 0x44, kTablePlaces = 0x4C;
constexpr size_t kHeader = 512;
constexpr uint16_t kShift3 = 9, kShift4 = 12, kShiftMini = 6;  // of versions 3 and 4

// Places in an entry of the directory ([MS-CFB] 2.6.1); the first one is that of the root.
constexpr size_t kEntry = 128;
constexpr size_t kNameSize = 0x40, kType = 0x42, kLeft = 0x44, kRight = 0x48, kChild = 0x4C,
                 kStart = 0x74, kSize = 0x78;
constexpr uint8_t kStream = 2;

constexpr uint32_t kEndOfChain = 0xFFFFFFFE;

// Names are UTF-16 with a zero behind them, which their size counts; `name` is ASCII.
bool is_named(const DocBytes& entry, std::string_view name) {
  if (entry.u16(kNameSize) != 2 * (name.size() + 1)) return false;
  for (size_t i = 0; i < name.size(); ++i) {
    if (entry.u16(2 * i) != static_cast<unsigned char>(name[i])) return false;
  }
  return true;
}

}  // namespace

std::string_view CompoundFile::Sectors::sector(uint32_t number) const {
  const size_t begin = size_t{number} * size;
  if (begin >= area.size()) damaged_doc(fmt::format("no sector {}", number));
  return area.slice(begin, std::min(size, area.size() - begin));
}

std::string CompoundFile::Sectors::chain(uint32_t first, size_t most) const {
  std::string out;
  std::vector<bool> passed(next.size() / 4);
  for (uint32_t at = first; at != kEndOfChain && out.size() < most; at = next.u32(size_t{at} * 4)) {
    if (at >= passed.size()) damaged_doc(fmt::format("a chain of sectors goes on at {}", at));
    if (passed[at]) damaged_doc(fmt::format("a chain of sectors comes back to {}", at));
    passed[at] = true;
    out += sector(at).substr(0, most - out.size());
  }
  return out;
}

CompoundFile::CompoundFile(std::string_view bytes) {
  const DocBytes header(bytes.substr(0, kHeader), "its header");
  header.slice(0, kHeader);  // all of it is there
  const uint16_t shift = header.u16(kSectorShift);
  if ((shift != kShift3 && shift != kShift4) || header.u16(kMiniShift) != kShiftMini) {
    damaged_doc("no such size of sectors");
  }
  sectors_.size = size_t{1} << shift;
  sectors_.area = {bytes.substr(std::min(sectors_.size, bytes.size())), "its last sector"};
  table_ = read_table(header);
  sectors_.next = {table_, "its table of sectors"};
  smallest_ = header.u32(kSmallest);
  directory_ = sectors_.chain(header.u32(kDirectory));
  mini_table_ = header.u32(kMiniTable);
}

// The sectors of the table are listed in the header, and those beyond 109 in a chain of sectors
// whose last number is the next one of the chain.
std::string CompoundFile::read_table(const DocBytes& header) const {
  const size_t count = header.u32(kTableSectors);
  const size_t most = sectors_.area.size() / sectors_.size + 1;
  if (count > most) damaged_doc("its table of sectors is too large");
  std::string table;
  DocBytes places(header.slice(kTablePlaces, kHeader - kTablePlaces), "its list of tables");
  size_t at = 0, end = places.size();
  uint32_t more = header.u32(kTableList);
  for (size_t i = 0; i < count; ++i, at += 4) {
    if (at == end) {
      places = {sectors_.sector(more), "its list of tables"};
      at = 0;
      end = sectors_.size - 4;
      more = places.u32(end);
    }
    table += sectors_.sector(places.u32(at));
  }
  return table;
}

DocBytes CompoundFile::entry(size_t number) const {
  return {DocBytes(directory_, "its directory").slice(number * kEntry, kEntry), "an entry"};
}

// The entries below the root are a tree, sorted by name in a way that not every program keeps to:
// all are looked at, once.
std::optional<size_t> CompoundFile::find(std::string_view name) const {
  std::vector<bool> seen(directory_.size() / kEntry);
  std::vector<uint32_t> pending{entry(0).u32(kChild)};
  while (!pending.empty()) {
    const uint32_t number = pending.back();
    pending.pop_back();
    if (number >= seen.size() || seen[number]) continue;
    seen[number] = true;
    const DocBytes at = entry(number);
    if (at.u8(kType) == kStream && is_named(at, name)) return number;
    pending.insert(pending.end(), {at.u32(kRight), at.u32(kLeft)});
  }
  return std::nullopt;
}

std::optional<std::string> CompoundFile::stream(std::string_view name) const {
  const auto number = find(name);
  if (!number) return std::nullopt;
  const uint32_t first = entry(*number).u32(kStart);
  // Of its eight bytes; version 3 may leave the others as they were, and no file is so large.
  const size_t size = entry(*number).u32(kSize);
  std::string bytes;
  if (size >= smallest_) {
    bytes = sectors_.chain(first, size);
  } else {
    const std::string table = sectors_.chain(mini_table_);
    const std::string area = sectors_.chain(entry(0).u32(kStart), entry(0).u32(kSize));
    const Sectors mini{.area = {area, "its last mini sector"},
                       .size = size_t{1} << kShiftMini,
                       .next = {table, "its table of mini sectors"}};
    bytes = mini.chain(first, size);
  }
  if (bytes.size() < size) damaged_doc(fmt::format("its stream {} ends at {}", name, bytes.size()));
  return bytes;
}

}  // namespace zhengmai
