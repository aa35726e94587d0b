#include "extract/lexicon/lexicon.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "extract/lexicon/builtin_tables.h"
#include "graph/model/error.h"
#include "graph/model/ids.h"

namespace zhengmai {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw InputError(fmt::format("cannot read lexicon table {}", path.string()),
                     "check the file's permissions", ExitCode::kNoInput);
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

bool replaces(const Table& table) {
  return !table.comments().empty() && table.comments().front() == " replace";
}

}  // namespace

Lexicon Lexicon::builtin() {
  Lexicon lexicon;
  for (const BuiltinTable& t : builtin_tables()) {
    lexicon.tables_.emplace(t.name, Table::parse(std::string(t.name) + ".tsv", t.bytes));
  }
  return lexicon;
}

Lexicon Lexicon::load(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) {
    throw InputError(fmt::format("lexicon folder {} does not exist", folder.string()),
                     "give a folder that holds .tsv tables", ExitCode::kNoInput);
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".tsv") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  Lexicon lexicon = builtin();
  for (const auto& file : files) {
    Table table = Table::parse(file.string(), read_file(file));
    const auto known = lexicon.tables_.find(file.stem().string());
    if (known == lexicon.tables_.end()) {
      lexicon.tables_.emplace(file.stem().string(), std::move(table));
    } else if (replaces(table)) {
      if (table.columns() != known->second.columns()) known->second.merge(table);  // throws
      known->second = std::move(table);
    } else {
      known->second.merge(table);
    }
  }
  return lexicon;
}

const Table& Lexicon::table(std::string_view name) const {
  const auto it = tables_.find(name);
  if (it == tables_.end()) {
    throw Error(ExitCode::kConfig, fmt::format("the lexicon has no table '{}'", name),
                "tables are files NAME.tsv of the lexicon folder");
  }
  return it->second;
}

std::string Lexicon::fingerprint() const {
  std::string all;
  for (const auto& [name, table] : tables_) {
    all += name;
    all += '\n';
    for (size_t row = 0; row < table.rows(); ++row) {
      for (size_t column = 0; column < table.columns().size(); ++column) {
        all += table.at(row, column);
        all += '\t';
      }
      all += '\n';
    }
  }
  return sha256_hex(all);
}

}  // namespace zhengmai
