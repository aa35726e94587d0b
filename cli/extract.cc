// zhengmai extract: the facts of documents to stdout; touches no store.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/app.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "extract/lexicon/lexicon.h"
#include "report/facts_jsonl.h"

namespace zhengmai {
namespace {

struct ExtractOptions {
  SourceOptions sources;
  int jobs = 0;
  std::string encoding;
  std::string tables;  // a folder of lexicon tables on top of the built-in ones
  std::string format = "jsonl";
  std::string output = "-";
  bool force = false;
};

int run_extract(const ExtractOptions& options) {
  SourceReader reader(options.sources);
  const Lexicon lexicon =
      options.tables.empty() ? Lexicon::builtin() : Lexicon::load(options.tables);
  const Extractor extractor(lexicon);
  PipelineOptions pipeline;
  pipeline.jobs = options.jobs > 0 ? options.jobs : default_jobs();
  if (!options.encoding.empty()) pipeline.encoding = options.encoding;
  Output out(options.output, options.force);
  uint64_t failed = reader.print_notices();
  {
    report::FactsJsonl writer(out.stream());
    Progress progress(out.is_stdout() && console().out_is_terminal ? 0 : reader.total());
    run_pipeline(reader, extractor, pipeline, [&](Extracted& result) {
      progress.step(result.source.name);
      if (!result.error.empty()) {
        ++failed;
        print_error(result.error);
        return;
      }
      for (const std::string& warning : result.facts->warnings) {
        print_warning(result.source.name + ": " + warning);
      }
      writer.document(*result.facts);
    });
  }
  out.commit();
  check_interrupt();
  return static_cast<int>(failed > 0 ? ExitCode::kPartial : ExitCode::kSuccess);
}

}  // namespace

void setup_extract(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<ExtractOptions>();
  CLI::App* command = app.add_subcommand("extract", "Print the facts of documents; no store");
  command->add_option("paths", o->sources.paths,
                      "Files, folders, or - for JSON Lines {\"id\",\"text\"} on stdin")
      ->required()->type_name("PATH");
  command->add_option("-f,--format", o->format, "jsonl: nodes and relationships as Neo4j's APOC")
      ->check(CLI::IsMember({"jsonl"}));
  command->add_option("-o,--output", o->output, "File to write (default stdout)")
      ->type_name("FILE");
  command->add_flag("--force", o->force, "Replace an existing output");
  command->add_option("-j,--jobs", o->jobs, "Threads; the output is the same for any number")
      ->check(CLI::Range(1, 64))->type_name("N");
  command->add_option("--encoding", o->encoding, "Read all documents in this encoding")
      ->type_name("NAME");
  command->add_option("--lexicon", o->tables,
                      "A folder of your own tables, on top of the built-in lexicon")
      ->type_name("DIR");
  command->add_flag("--follow", o->sources.files.follow_links, "Follow symbolic links in folders");
  add_examples(*command, {"zhengmai extract a.txt > facts.jsonl",
                          "zhengmai extract documents/ | jq -c 'select(.label==\"ASSIGNED_TO\")'",
                          "printf '{\"id\":\"x\",\"text\":\"…\"}\\n' | zhengmai extract -"});
  command->callback([o, &commands] { commands.run = [o] { return run_extract(*o); }; });
}

}  // namespace zhengmai
