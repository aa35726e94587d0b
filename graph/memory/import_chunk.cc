#include "graph/memory/import_chunk.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/memory/import_field.h"

namespace zhengmai {

namespace {

using Role = ImportColumn::Role;

class ChunkParser {
 public:
  ChunkParser(Chunk& chunk, const ImportOptions& options, const IdGroups& groups)
      : chunk_(chunk), columns_(chunk.source->columns), options_(options),
        reader_(*chunk.file, chunk.begin, chunk.end, options.dialect) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Role role = columns_[i].role;
      if (role == Role::kLabels || role == Role::kType) names_column_ = i;
      const bool id = role == Role::kId || role == Role::kStart || role == Role::kEnd;
      groups_.push_back(id ? &groups.find(columns_[i].group)->second : nullptr);
    }
  }

  void run() {
    std::vector<CsvField> fields;
    while (reader_.next(fields)) {
      if (fields.size() != columns_.size()) {
        fail(fmt::format("there are {} fields, but {} in the header", fields.size(),
                         columns_.size()));
      }
      LocalTable& table = table_for(fields);
      if (chunk_.source->nodes) {
        add_node(table, fields);
      } else {
        add_relationship(table, fields);
      }
    }
    chunk_.kept = reader_.take_unescaped();
  }

 private:
  [[noreturn]] void fail(const std::string& problem, const std::string& hint = {}) const {
    chunk_.file->fail(reader_.row_offset(), problem, hint);
  }

  LocalTable& table_for(const std::vector<CsvField>& fields) {
    const std::string_view names =
        names_column_ == kNone ? std::string_view() : fields[names_column_].text;
    // Rows tend to repeat the labels of the row before.
    if (last_ < chunk_.tables.size() && chunk_.tables[last_].names == names) {
      return chunk_.tables[last_];
    }
    const auto found = std::ranges::find(chunk_.tables, names, &LocalTable::names);
    last_ = size_t(found - chunk_.tables.begin());
    if (found == chunk_.tables.end()) {
      LocalTable& table = chunk_.tables.emplace_back();
      table.names = names;
      table.values.resize(columns_.size());
    }
    return chunk_.tables[last_];
  }

  int64_t integer_id(const CsvField& field) const {
    const auto id = parse_integer(field.text);
    if (!id) fail(fmt::format("the id {} is not an integer", field.text));
    return *id;
  }

  void add_node(LocalTable& table, const std::vector<CsvField>& fields) {
    const uint32_t row = table.rows++;
    table.offsets.push_back(uint32_t(reader_.row_offset() - chunk_.begin));
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role == Role::kProperty) {
        set(table.values[i], row, columns_[i], fields[i]);
      } else if (columns_[i].role == Role::kId) {
        if (fields[i].text.empty()) fail("the id is empty");
        if (groups_[i]->integers) {
          table.integer_ids.push_back(integer_id(fields[i]));
          table.values[i].set_integer(row, table.integer_ids.back());
        } else {
          table.text_ids.push_back(fields[i].text);
          table.values[i].set_string(row, fields[i].text);
        }
      }
    }
  }

  // The node that a START_ID or END_ID names, or kNoId when there is none and that is allowed.
  NodeId node(size_t column, const CsvField& field) const {
    const IdGroup& group = *groups_[column];
    if (field.text.empty()) fail("the id of an end is empty");
    const NodeId found = group.integers ? group.index.find(integer_id(field))
                                        : group.index.find(field.text);
    if (found == kNoId && !options_.skip_bad_relationships) {
      const std::string& name = columns_[column].group;
      fail(fmt::format("no node{} has the id {}",
                       name.empty() ? "" : fmt::format(" of group {}", name), field.text),
           "correct the id, or leave such relationships out with --skip-bad-relationships");
    }
    return found;
  }

  void add_relationship(LocalTable& table, const std::vector<CsvField>& fields) {
    NodeId start = kNoId;
    NodeId end = kNoId;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role == Role::kStart) start = node(i, fields[i]);
      if (columns_[i].role == Role::kEnd) end = node(i, fields[i]);
    }
    if (start == kNoId || end == kNoId) {
      ++chunk_.skipped;
      return;
    }
    if (table.names.empty() && chunk_.source->spec->names.empty()) {
      fail("the relationship has no type", "give a TYPE column, or TYPE=file on the command line");
    }
    const uint32_t row = table.rows++;
    table.starts.push_back(start);
    table.ends.push_back(end);
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role == Role::kProperty) set(table.values[i], row, columns_[i], fields[i]);
    }
  }

  void set(ColumnBuilder& values, uint32_t row, const ImportColumn& column, const CsvField& field) {
    if (field.absent()) return;
    if (column.array) {
      values.set(row, list(column, field.text));
    } else if (column.type == FieldType::kString) {
      values.set_string(row, field.text);
    } else {
      values.set(row, value(column, field.text));
    }
  }

  Value value(const ImportColumn& column, std::string_view text) const {
    auto parsed = parse_field(column.type, text);
    if (!parsed) {
      fail(fmt::format("{} is {}, expected {}", column.name,
                       text.empty() ? "empty" : std::string(text), describe(column.type)));
    }
    return std::move(*parsed);
  }

  Value list(const ImportColumn& column, std::string_view text) const {
    List items;
    while (true) {
      const size_t end = std::min(text.find(options_.dialect.array_delimiter), text.size());
      items.push_back(value(column, text.substr(0, end)));
      if (end == text.size()) return Value::list(std::move(items));
      text.remove_prefix(end + 1);
    }
  }

  static constexpr size_t kNone = SIZE_MAX;
  Chunk& chunk_;
  const std::vector<ImportColumn>& columns_;
  const ImportOptions& options_;
  CsvReader reader_;
  std::vector<const IdGroup*> groups_;  // by column
  size_t names_column_ = kNone;
  size_t last_ = 0;
};

}  // namespace

void parse_chunk(Chunk& chunk, const ImportOptions& options, const IdGroups& groups) {
  ChunkParser(chunk, options, groups).run();
}

}  // namespace zhengmai
