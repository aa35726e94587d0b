// Lines from the user: with editing, history and completion on a terminal (libedit), plainly from a
// pipe.
//
// History is kept in $XDG_STATE_HOME/zhengmai/history (~/.local/state when unset), readable by its
// owner only. Errors: none; a history that cannot be written is not kept.
// Threads: one thread, one editor a process (libedit's state is global).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace zhengmai {

class LineEditor {
 public:
  // Words that may stand at `word`, given the text before it.
  using Complete =
      std::function<std::vector<std::string>(const std::string& before, const std::string& word)>;

  explicit LineEditor(Complete complete);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  enum class Outcome : uint8_t { kLine, kInterrupted, kEnd };
  // Reads a line without its end. kInterrupted: Ctrl-C; what was typed is gone.
  Outcome read(const std::string& prompt, std::string& line);
  // One entry, whatever lines it was typed on.
  void remember(const std::string& statement);

 private:
  bool terminal_;
  std::string history_file_;
};

}  // namespace zhengmai
