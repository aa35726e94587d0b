#include "report/row_writers.h"

#include <string>
#include <vector>

#include "report/cell.h"
#include "report/escape.h"

namespace zhengmai::report {
namespace {

// A field as its format writes it; on a terminal with its control characters made visible.
void append_field(std::string& line, std::string_view text, const TableStyle& style,
                  void (*append)(std::string& out, std::string_view text)) {
  if (!style.terminal) return append(line, text);
  std::string visible;
  append_visible(visible, text, /*keep_newlines=*/true);
  append(line, visible);
}

class CsvWriter : public RowWriter {
 public:
  CsvWriter(const TableStyle& style, const Graph* graph, std::ostream& out)
      : style_(style), graph_(graph), out_(out) {}

  void begin(std::span<const std::string> columns) override {
    if (style_.excel)
      out_ << "\xEF\xBB\xBF";  // without it Excel takes UTF-8 for the local code page
    for (size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) line_ += ',';
      append_text(columns[i]);
    }
    flush_line();
  }

  void row(std::span<const Value> cells) override {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line_ += ',';
      if (cells[i].is_null()) continue;
      const std::string text = machine_text(cells[i], graph_);
      // Only text can be an attack; a negative number must stay a number.
      if (style_.excel && cells[i].is_string() && looks_like_formula(text)) {
        append_text("'" + text);
      } else {
        append_text(text);
      }
    }
    flush_line();
  }

  void end() override {}

 private:
  void append_text(std::string_view text) { append_field(line_, text, style_, append_csv_field); }

  void flush_line() {
    line_ += style_.excel ? "\r\n" : "\n";
    out_ << line_;
    line_.clear();
  }

  TableStyle style_;
  const Graph* graph_;
  std::ostream& out_;
  std::string line_;
};

class TsvWriter : public RowWriter {
 public:
  TsvWriter(const TableStyle& style, const Graph* graph, std::ostream& out)
      : style_(style), graph_(graph), out_(out) {}

  void begin(std::span<const std::string> columns) override {
    for (size_t i = 0; i < columns.size(); ++i) append(i, columns[i]);
    flush_line();
  }
  void row(std::span<const Value> cells) override {
    for (size_t i = 0; i < cells.size(); ++i) append(i, machine_text(cells[i], graph_));
    flush_line();
  }
  void end() override {}

 private:
  void append(size_t i, std::string_view text) {
    if (i > 0) line_ += '\t';
    append_field(line_, text, style_, append_tsv_field);
  }
  void flush_line() {
    line_ += '\n';
    out_ << line_;
    line_.clear();
  }

  TableStyle style_;
  const Graph* graph_;
  std::ostream& out_;
  std::string line_;
};

class JsonWriter : public RowWriter {
 public:
  JsonWriter(bool lines, const Graph* graph, std::ostream& out)
      : lines_(lines), graph_(graph), out_(out) {}

  void begin(std::span<const std::string> columns) override {
    for (const std::string& column : columns) {
      std::string name;
      append_json_string(name, column);
      names_.push_back(name + ":");
    }
    if (!lines_) out_ << '[';
  }

  void row(std::span<const Value> cells) override {
    std::string line = lines_ ? "{" : first_ ? "\n{" : ",\n{";
    first_ = false;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line += ',';
      line += names_[i];
      append_json(line, cells[i], graph_);
    }
    line += lines_ ? "}\n" : "}";
    out_ << line;
  }

  void end() override {
    if (!lines_) out_ << (first_ ? "]\n" : "\n]\n");
  }

 private:
  bool lines_;
  const Graph* graph_;
  std::ostream& out_;
  std::vector<std::string> names_;
  bool first_ = true;
};

class MarkdownWriter : public RowWriter {
 public:
  MarkdownWriter(const Graph* graph, std::ostream& out) : graph_(graph), out_(out) {}

  void begin(std::span<const std::string> columns) override {
    std::string line = "|";
    std::string rule = "|";
    for (const std::string& column : columns) {
      line += ' ';
      append_markdown_cell(line, column);
      line += " |";
      rule += " --- |";
    }
    out_ << line << '\n' << rule << '\n';
  }

  void row(std::span<const Value> cells) override {
    std::string line = "|";
    for (const Value& cell : cells) {
      line += ' ';
      append_markdown_cell(line, cell_text(cell, graph_));
      line += " |";
    }
    out_ << line << '\n';
  }

  void end() override {}

 private:
  const Graph* graph_;
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<RowWriter> make_csv_writer(const TableStyle& style, const Graph* graph,
                                           std::ostream& out) {
  return std::make_unique<CsvWriter>(style, graph, out);
}

std::unique_ptr<RowWriter> make_tsv_writer(const TableStyle& style, const Graph* graph,
                                           std::ostream& out) {
  return std::make_unique<TsvWriter>(style, graph, out);
}

std::unique_ptr<RowWriter> make_json_writer(bool lines, const Graph* graph, std::ostream& out) {
  return std::make_unique<JsonWriter>(lines, graph, out);
}

std::unique_ptr<RowWriter> make_markdown_writer(const Graph* graph, std::ostream& out) {
  return std::make_unique<MarkdownWriter>(graph, out);
}

}  // namespace zhengmai::report
