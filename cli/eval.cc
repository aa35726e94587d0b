// zhengmai eval: precision and recall of extraction against annotated documents.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/app.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/parameters.h"
#include "cli/pipeline.h"
#include "extract/lexicon/lexicon.h"
#include "report/evaluation.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;

struct EvalOptions {
  SourceOptions sources;
  std::string gold;
  size_t errors = 0;
  bool json = false;
  std::string tables;
};

class Evaluation {
 public:
  Evaluation(const EvalOptions& options, std::ostream& out) : options_(options), out_(out) {
    for (auto [name, text] : {std::pair("documents.jsonl", &metadata_),
                              std::pair("prose_assignments.jsonl", &prose_),
                              std::pair("targets.jsonl", &targets_),
                              std::pair("mentions.jsonl", &mentions_)}) {
      const fs::path file = fs::path(options.gold) / name;
      if (fs::exists(file)) *text = read_text_file(file.string());
    }
  }

  void operator()(Extracted& result) {
    const std::string stem = fs::path(result.source.name).stem().string();
    const fs::path file = fs::path(options_.gold) / (stem + ".jsonl");
    if (!fs::exists(file)) return;
    if (!result.error.empty()) {
      ++failed_;
      print_error(result.error);
      return;
    }
    report::GoldDocument gold = report::parse_gold(read_text_file(file.string()),
                                                   result.facts->source_text(), file.string());
    report::add_gold_metadata(gold, metadata_, stem);
    report::add_gold_prose(gold, prose_, stem, result.facts->source_text());
    report::add_target_gold(targets_, stem, &gold.contents);
    report::add_mention_gold(mentions_, stem, &gold.contents);
    std::vector<std::string> errors;
    const report::Score score = report::score(gold, *result.facts, &errors);
    for (size_t i = 0; i < std::min(errors.size(), options_.errors); ++i) {
      print_note("    " + errors[i]);
    }
    print(stem, score);
    total_.add(score);
    ++documents_;
  }

  int finish() {
    if (documents_ == 0 && failed_ == 0) {
      throw InputError("none of the documents has an annotation in '" + options_.gold + "'",
                       "an annotation is called like its document, with the ending .jsonl",
                       ExitCode::kNoInput);
    }
    print("ALL", total_);
    return static_cast<int>(failed_ > 0 ? ExitCode::kPartial : ExitCode::kSuccess);
  }

 private:
  void print(const std::string& name, const report::Score& score) {
    out_ << (options_.json ? report::score_json(name, score) : report::score_row(name, score))
         << '\n';
  }

  const EvalOptions& options_;
  std::ostream& out_;
  std::string metadata_;
  std::string prose_;
  std::string targets_;
  std::string mentions_;
  report::Score total_;
  int documents_ = 0;
  int failed_ = 0;
};

int run_eval(const EvalOptions& options) {
  if (!fs::is_directory(options.gold)) {
    throw InputError("no folder of annotations at '" + options.gold + "'", {}, ExitCode::kNoInput);
  }
  SourceReader reader(options.sources);
  const Lexicon lexicon =
      options.tables.empty() ? Lexicon::builtin() : Lexicon::load(options.tables);
  const Extractor extractor(lexicon);
  PipelineOptions pipeline;
  pipeline.jobs = default_jobs();
  Output out("-");
  Evaluation evaluation(options, out.stream());
  run_pipeline(reader, extractor, pipeline, [&](Extracted& result) { evaluation(result); });
  const int status = evaluation.finish();
  out.commit();
  return status;
}

}  // namespace

void setup_eval(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<EvalOptions>();
  CLI::App* command =
      app.add_subcommand("eval", "Score extraction against annotated documents");
  command->add_option("--gold", o->gold, "Folder of annotations, <document>.jsonl")
      ->required()->type_name("DIR");
  command->add_option("paths", o->sources.paths, "The annotated documents, or their folder")
      ->required()->type_name("PATH");
  command->add_option("--errors", o->errors, "List up to N mistakes a document, on stderr")
      ->type_name("N");
  command->add_flag("--json", o->json, "One JSON object a line");
  command->add_option("--lexicon", o->tables,
                      "A folder of your own tables, on top of the built-in lexicon")
      ->type_name("DIR");
  add_examples(*command, {"zhengmai eval --gold gold/ documents/ --errors 20"});
  command->callback([o, &commands] { commands.run = [o] { return run_eval(*o); }; });
}

}  // namespace zhengmai
