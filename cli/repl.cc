// zhengmai repl: questions and answers, until :quit.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>

#include "cli/app.h"
#include "cli/completion.h"
#include "cli/console.h"
#include "cli/database.h"
#include "cli/export.h"
#include "cli/line_editor.h"
#include "cli/output.h"
#include "cli/parameters.h"
#include "cli/results.h"
#include "cli/show.h"
#include "cli/signals.h"
#include "cli/statement.h"
#include "graph/model/schema.h"
#include "graph/store/store.h"
#include "report/cell.h"

namespace zhengmai {
namespace {

constexpr const char* kHelp = R"(A question ends with ;  and may take several lines:
  MATCH (m:措施)-[:责任单位]->(a:机构) RETURN a.name, count(m) AS n ORDER BY n DESC LIMIT 5;

:schema             labels, types and properties, with their Chinese names
:format F           table, csv, tsv, json, jsonl or md
:time on|off        say how long a question took
:param name=value   set a parameter; :param lists them
:explain QUERY;     the plan instead of the answer
:show ID            a document, measure or agency with its evidence
:export F FILE      the last answer: csv, json … as rows; svg, html, graphml … as a graph
:help  :quit        (Ctrl-D leaves too; Ctrl-C stops a question; Tab completes)
)";

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

class Repl {
 public:
  explicit Repl(const std::string& path)
      : path_(path), loaded_(open_graph(path)), engine_(loaded_.graph) {}

  int run() {
    LineEditor editor([this](const std::string& before, const std::string& word) {
      return complete_word(loaded_.graph, before, word);
    });
    print_note(fmt::format("{}: {} nodes, {} relationships. :help for help, :quit to leave.", path_,
                           loaded_.graph.node_count(), loaded_.graph.relationship_count()));
    std::string pending, line;
    while (!done_) {
      const auto outcome = editor.read(pending.empty() ? "zhengmai> " : "     ...> ", line);
      if (outcome == LineEditor::Outcome::kEnd) break;
      if (outcome == LineEditor::Outcome::kInterrupted) {
        pending.clear();
        continue;
      }
      take(line, pending, editor);
    }
    if (!trimmed(pending).empty()) answer(pending);  // a pipe's last question may lack its ;
    return status_;
  }

 private:
  // A line may end a statement, hold several, or begin one.
  void take(const std::string& line, std::string& pending, LineEditor& editor) {
    const std::string command = trimmed(line);
    if (pending.empty() && command.starts_with(':') && !command.starts_with(":explain")) {
      editor.remember(command);
      guard([&] { run_command(command); });
      return;
    }
    if (pending.empty() && command.empty()) return;
    if (pending.empty() && command == "quit") {
      done_ = true;
      return;
    }
    pending += (pending.empty() ? "" : "\n") + line;
    while (const auto end = find_statement_end(pending)) {
      const std::string statement = trimmed(pending.substr(0, *end));
      pending = trimmed(pending.substr(*end + 1));
      editor.remember(statement + ";");
      if (!statement.empty()) answer(statement);
    }
  }

  // One of the two places where errors are caught: a wrong question does not end the session.
  template <typename Action>
  void guard(Action action) {
    clear_interrupt();
    try {
      action();
    } catch (const Error& error) {
      std::cout.flush();
      print_error(error);
      status_ = static_cast<int>(error.code());
    } catch (const std::exception& error) {
      print_error(std::string("internal error: ") + error.what());
      status_ = static_cast<int>(ExitCode::kInternal);
    }
    clear_interrupt();
  }

  void answer(std::string text) {
    guard([&] {
      if (text.starts_with(":explain")) text = "EXPLAIN " + trimmed(text.substr(8));
      QueryLimits limits;
      limits.interrupt = &interrupt_flag();
      Output out("-");
      uint64_t rows = 0;
      const Result result = write_query(engine_, loaded_.graph, text, parameters_, limits, format_,
                                        style_for(true, false), out.stream(), &rows);
      out.commit();
      print_warnings(result, text);
      last_ = text;
      if (!result.plan && (timed_ || console().out_is_terminal)) {
        print_note(timed_ ? fmt::format("{} rows · compiled {:.1f} ms · ran {:.1f} ms", rows,
                                        result.compile_ms, result.run_ms)
                          : fmt::format("{} row{}", rows, rows == 1 ? "" : "s"));
      }
      status_ = 0;
    });
  }

  void run_command(const std::string& line) {
    std::istringstream words(line);
    std::string name, first, second;
    words >> name >> first;
    std::getline(words, second);
    second = trimmed(second);
    if (name == ":quit" || name == ":exit" || name == ":q") {
      done_ = true;
    } else if (name == ":help") {
      std::cout << kHelp << std::flush;
    } else if (name == ":schema") {
      print_schema();
    } else if (name == ":format") {
      set_format(first);
    } else if (name == ":time") {
      timed_ = first.empty() ? !timed_ : first == "on";
      print_note(timed_ ? "times are shown" : "times are not shown");
    } else if (name == ":param") {
      set_parameter(first, second);
    } else if (name == ":show") {
      show(first);
    } else if (name == ":export") {
      export_last(first, second);
    } else {
      fail_unknown(name);
    }
  }

  [[noreturn]] void fail_unknown(const std::string& name) const {
    const auto& commands = repl_commands();
    const std::string near =
        nearest(name, std::vector<std::string_view>(commands.begin(), commands.end()));
    throw InputError("unknown command '" + name + "'" +
                         (near.empty() ? "" : "; did you mean '" + near + "'?"),
                     ":help lists the commands", ExitCode::kUsage);
  }

  void set_format(const std::string& name) {
    const report::TableFormat format = report::parse_table_format(name);
    if (format == report::TableFormat::kHtml) {
      throw InputError("html goes to a file: :export", {}, ExitCode::kUsage);
    }
    format_ = format;
  }

  void set_parameter(const std::string& first, const std::string& rest) {
    if (!first.empty()) add_parameter(parameters_, rest.empty() ? first : first + " " + rest);
    for (const auto& entry : parameters_) {
      std::cout << '$' << entry.first << " = " << report::machine_text(entry.second, nullptr)
                << '\n';
    }
    std::cout.flush();
  }

  void print_schema() {
    report::Table table{"", {"kind", "name", "中文", "count"}, {}, nullptr};
    const Graph& graph = loaded_.graph;
    const auto add = [&](const char* kind, std::string_view name, std::string_view chinese,
                         Value count) {
      table.add({Value::string(kind), Value::string(std::string(name)),
                 chinese == name ? Value() : Value::string(std::string(chinese)),
                 std::move(count)});
    };
    for (size_t i = 0; i < graph.labels().size(); ++i) {
      const std::string_view name = graph.labels().name(static_cast<LabelId>(i));
      add("label", name, chinese_label(name), Value::integer(graph.count_with(LabelId(i))));
    }
    for (size_t i = 0; i < graph.types().size(); ++i) {
      const std::string_view name = graph.types().name(static_cast<TypeId>(i));
      add("type", name, chinese_type(name),
          Value::integer(graph.relationships_of(TypeId(i)).size()));
    }
    for (size_t i = 0; i < graph.keys().size(); ++i) {
      const std::string_view name = graph.keys().name(static_cast<KeyId>(i));
      add("property", name, chinese_key(name), Value());
    }
    Output out("-");
    write_table(table, report::TableFormat::kTable, style_for(true, false), out.stream());
    out.commit();
  }

  void show(const std::string& id) {
    if (id.empty()) throw InputError(":show needs an id", {}, ExitCode::kUsage);
    const Store store = Store::open(path_, Store::Mode::kReadOnly);
    Output out("-");
    show_entity(loaded_.graph, store, id, out.stream());
    out.commit();
  }

  void export_last(const std::string& format, const std::string& file) {
    if (format.empty() || file.empty()) {
      throw InputError(":export needs a format and a file", "for example :export svg answer.svg",
                       ExitCode::kUsage);
    }
    if (last_.empty()) throw InputError("no question was asked yet", {}, ExitCode::kUsage);
    QueryLimits limits;
    limits.interrupt = &interrupt_flag();
    Result result = engine_.run(last_, parameters_, limits);
    const auto& graphs = export_formats();
    const bool rows = format == "csv" ||
                      std::find(graphs.begin(), graphs.end(), format) == graphs.end() ||
                      format == "jsonl";
    if (rows) {
      const report::Table table{last_, result.columns, std::move(result.cells), &loaded_.graph};
      Output out(file);
      write_table(table, report::parse_table_format(format), style_for(false, false), out.stream());
      out.commit();
    } else {
      report::View view;
      view.selection = report::select_result(loaded_.graph, result.cells);
      ExportTarget target;
      target.format = format;
      target.output = file;
      export_view(std::move(view), target);
    }
    print_note(file);
  }

  std::string path_;
  LoadedGraph loaded_;
  Engine engine_;
  Parameters parameters_;
  report::TableFormat format_ = report::TableFormat::kTable;
  bool timed_ = false;
  bool done_ = false;
  int status_ = 0;
  std::string last_;
};

struct ReplOptions {
  std::string db;
};

}  // namespace

void setup_repl(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<ReplOptions>();
  CLI::App* command = app.add_subcommand("repl", "Ask questions interactively");
  add_store_option(*command, o->db);
  add_examples(*command, {"zhengmai repl", "zhengmai repl -d my.db",
                          "echo 'MATCH (n) RETURN count(n);' | zhengmai repl"});
  command->callback([o, &commands] {
    commands.run = [o] { return Repl(existing_store(o->db)).run(); };
  });
}

}  // namespace zhengmai
