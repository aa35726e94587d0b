// Where data goes: stdout, or a file that appears whole or not at all.
//
//   Output out("ledger.csv", force);   // "-" and "" are stdout
//   out.stream() << …;
//   out.commit();                      // flush, check, rename into place
//
// A file is written beside its final name and renamed by commit(); without commit() the destructor
// removes it and an older file stays as it was. An existing file is only replaced with `force`.
// Errors: StoreError, 73 when the file cannot be created or exists, 74 when a write fails (also
// for stdout: a full disk behind `> file` is an error, not silence).
// Threads: one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

namespace zhengmai {

class Output {
 public:
  explicit Output(const std::string& path, bool force = false);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::ostream& stream();
  bool is_stdout() const;
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// For writers that want a file name of their own (spreadsheets, graphviz): a fresh name beside
// `path`, renamed by commit(), removed by the destructor.
class OutputPath {
 public:
  explicit OutputPath(std::filesystem::path path, bool force = false);
  ~OutputPath();
  OutputPath(const OutputPath&) = delete;
  OutputPath& operator=(const OutputPath&) = delete;

  const std::filesystem::path& path() const { return temporary_; }
  void commit();

 private:
  std::filesystem::path final_;
  std::filesystem::path temporary_;
  bool committed_ = false;
};

// Creates a folder for several outputs (its parent must exist). Throws StoreError (73).
void create_output_folder(const std::filesystem::path& folder);

}  // namespace zhengmai
