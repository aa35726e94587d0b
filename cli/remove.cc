// zhengmai remove: documents out of the store, by id or by source.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "cli/app.h"
#include "cli/console.h"
#include "cli/database.h"
#include "graph/store/store.h"
#include "query/syntax/diagnostics.h"

namespace zhengmai {
namespace {

struct RemoveOptions {
  std::string db;
  std::vector<std::string> names;
};

[[noreturn]] void fail_unknown(const Store& store, const std::string& name) {
  const std::vector<std::string> sources = store.sources();
  const std::vector<std::string_view> known(sources.begin(), sources.end());
  const std::string near = nearest(name, known);
  throw InputError("no document or source '" + name + "' in the store",
                   near.empty() ? "zhengmai query \"MATCH (d:Document) RETURN d.id, d.file\""
                                : "did you mean '" + near + "'?",
                   ExitCode::kNoInput);
}

int run_remove(const RemoveOptions& options) {
  const std::string path = existing_store(options.db);
  {
    Store store = Store::open(path, Store::Mode::kReadWrite);
    // All names are looked up before any is removed: a typing error changes nothing.
    for (const std::string& name : options.names) {
      if (!store.find_document(name) && !store.find_source(name)) fail_unknown(store, name);
    }
    const uint64_t before = store.totals().documents;
    for (const std::string& name : options.names) {
      if (!store.remove_source(name)) store.remove_document(name);
    }
    store.sync();
    const uint64_t removed = before - store.totals().documents;
    print_note(fmt::format("{} document{} removed, {} left", removed, removed == 1 ? "" : "s",
                           store.totals().documents));
  }
  make_graph(path);  // brings the saved image up to date
  return 0;
}

}  // namespace

void setup_remove(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<RemoveOptions>();
  CLI::App* command = app.add_subcommand("remove", "Take documents out of the store");
  add_store_option(*command, o->db);
  command->add_option("documents", o->names, "Document ids (doc:…) or sources as they were given")
      ->required()->type_name("ID|SOURCE");
  add_examples(*command, {"zhengmai remove doc:0123456789ab", "zhengmai remove documents/old.txt"});
  command->callback([o, &commands] { commands.run = [o] { return run_remove(*o); }; });
}

}  // namespace zhengmai
