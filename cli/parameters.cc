#include "cli/parameters.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "graph/model/error.h"
#include "graph/model/unicode.h"
#include "report/json_value.h"

namespace zhengmai {
namespace {

constexpr size_t kMaxFile = size_t{1} << 30;

Value parse_value(std::string_view text) {
  const auto value = report::parse_json_value(text);
  return value ? *value : Value::string(std::string(text));
}

void check_utf8(std::string_view text, const std::string& what) {
  if (const auto at = find_invalid_utf8(text)) {
    throw InputError(what + " is not valid UTF-8 at byte " + std::to_string(*at));
  }
}

}  // namespace

void add_parameter(Parameters& parameters, std::string_view pair) {
  const size_t equals = pair.find('=');
  if (equals == 0 || equals == std::string_view::npos) {
    throw InputError("--param '" + std::string(pair) + "' is not name=value",
                     "for example --param year=2016", ExitCode::kUsage);
  }
  check_utf8(pair, "--param");
  std::string name(pair.substr(pair[0] == '$' ? 1 : 0, equals - (pair[0] == '$' ? 1 : 0)));
  parameters[std::move(name)] = parse_value(pair.substr(equals + 1));
}

Parameters read_parameters(const std::vector<std::string>& pairs, const std::string& file) {
  Parameters parameters;
  if (!file.empty()) {
    const std::string text = read_text_file(file);
    check_utf8(text, "'" + file + "'");
    const auto value = report::parse_json_value(text);
    if (!value) throw InputError("'" + file + "' is not JSON");
    if (!value->is_map()) throw InputError("'" + file + "' is not a JSON object of parameters");
    for (const auto& entry : value->as_map()) parameters[entry.first] = entry.second;
  }
  for (const std::string& pair : pairs) add_parameter(parameters, pair);
  return parameters;
}

std::string read_text_file(const std::string& path) {
  const bool is_stdin = path == "-";
  const int fd = is_stdin ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const int error = errno;
    throw InputError(error == ENOENT ? "input not found: '" + path + "'"
                                     : "'" + path + "': " + std::generic_category().message(error),
                     {}, error == EACCES ? ExitCode::kNoPermission : ExitCode::kNoInput);
  }
  std::string out;
  char buffer[1 << 16];
  ssize_t n;
  while ((n = ::read(fd, buffer, sizeof buffer)) != 0 && out.size() <= kMaxFile) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    out.append(buffer, static_cast<size_t>(n));
  }
  const int error = errno;
  if (!is_stdin) ::close(fd);
  if (n < 0) {
    throw InputError("cannot read '" + path + "': " + std::generic_category().message(error), {},
                     ExitCode::kNoInput);
  }
  return out;
}

}  // namespace zhengmai
