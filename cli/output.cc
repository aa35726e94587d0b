#include "cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <streambuf>
#include <system_error>
#include <vector>

#include "graph/model/error.h"

namespace zhengmai {
namespace {

constexpr size_t kBufferSize = 1 << 16;

std::string reason(int error) { return std::generic_category().message(error); }

ExitCode creation_code(int error) {
  return error == EACCES || error == EPERM ? ExitCode::kNoPermission : ExitCode::kCannotCreate;
}

// A stream buffer over a file descriptor that reports failed writes by throwing.
class DescriptorBuffer : public std::streambuf {
 public:
  DescriptorBuffer(int descriptor, std::string name)
      : descriptor_(descriptor), name_(std::move(name)), buffer_(kBufferSize) {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }

  void flush_all() {
    const char* at = pbase();
    while (at < pptr()) {
      const ssize_t n = ::write(descriptor_, at, static_cast<size_t>(pptr() - at));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        const int error = errno;
        setp(buffer_.data(), buffer_.data() + buffer_.size());  // or the destructor tries again
        throw StoreError(ExitCode::kIoError, "write error on " + name_ + ": " + reason(error));
      }
      at += n;
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }

 protected:
  int_type overflow(int_type c) override {
    flush_all();
    if (!traits_type::eq_int_type(c, traits_type::eof())) {
      *pptr() = traits_type::to_char_type(c);
      pbump(1);
    }
    return traits_type::not_eof(c);
  }
  int sync() override {
    flush_all();
    return 0;
  }

 private:
  int descriptor_;
  std::string name_;
  std::vector<char> buffer_;
};

void refuse_existing(const std::filesystem::path& path, bool force) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw StoreError(ExitCode::kCannotCreate, "'" + path.string() + "' is a folder");
  }
  if (!force && std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) {
    throw StoreError(ExitCode::kCannotCreate, "'" + path.string() + "' exists",
                     "use --force to replace it");
  }
}

// Devices and pipes (/dev/stdout, /dev/full) are written in place: there is nothing to rename.
bool is_special(const std::filesystem::path& path) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
         !std::filesystem::is_directory(status);
}

std::filesystem::path make_temporary(const std::filesystem::path& path, int* descriptor) {
  std::string name = (path.parent_path() / ("." + path.filename().string() + ".XXXXXX")).string();
  *descriptor = mkostemp(name.data(), O_CLOEXEC);
  if (*descriptor < 0) {
    const int error = errno;
    throw StoreError(creation_code(error),
                     "cannot create '" + path.string() + "': " + reason(error));
  }
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(*descriptor, 0666 & ~mask);  // mkstemp's 0600 would surprise whoever shares the folder
  return name;
}

void rename_into_place(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    const int error = errno;
    throw StoreError(creation_code(error), "cannot create '" + to.string() + "': " + reason(error));
  }
}

}  // namespace

struct Output::State {
  State(int fd, std::string name) : descriptor(fd), buffer(fd, std::move(name)), stream(&buffer) {
    stream.exceptions(std::ios::badbit);
  }
  int descriptor;
  DescriptorBuffer buffer;
  std::ostream stream;
  std::filesystem::path final;
  std::filesystem::path temporary;
};

Output::Output(const std::string& path, bool force) {
  if (path.empty() || path == "-") {
    state_ = std::make_unique<State>(STDOUT_FILENO, "stdout");
    return;
  }
  if (is_special(path)) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
      throw StoreError(creation_code(errno), "cannot open '" + path + "': " + reason(errno));
    }
    state_ = std::make_unique<State>(fd, "'" + path + "'");
    return;
  }
  refuse_existing(path, force);
  int fd = -1;
  std::filesystem::path temporary = make_temporary(path, &fd);
  state_ = std::make_unique<State>(fd, "'" + path + "'");
  state_->final = path;
  state_->temporary = std::move(temporary);
}

Output::~Output() {
  if (state_->descriptor != STDOUT_FILENO) ::close(state_->descriptor);
  if (!state_->temporary.empty()) ::unlink(state_->temporary.c_str());
}

std::ostream& Output::stream() { return state_->stream; }

bool Output::is_stdout() const { return state_->descriptor == STDOUT_FILENO; }

void Output::commit() {
  state_->buffer.flush_all();
  if (state_->temporary.empty()) return;
  rename_into_place(state_->temporary, state_->final);
  state_->temporary.clear();
}

OutputPath::OutputPath(std::filesystem::path path, bool force) : final_(std::move(path)) {
  refuse_existing(final_, force);
  int fd = -1;
  temporary_ = make_temporary(final_, &fd);
  ::close(fd);
}

OutputPath::~OutputPath() {
  if (!committed_) ::unlink(temporary_.c_str());
}

void OutputPath::commit() {
  rename_into_place(temporary_, final_);
  committed_ = true;
}

void create_output_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directory(folder, error);
  if (error || !std::filesystem::is_directory(folder)) {
    throw StoreError(ExitCode::kCannotCreate,
                     "cannot create folder '" + folder.string() + "'" +
                         (error ? ": " + error.message() : std::string(": a file has that name")));
  }
}

}  // namespace zhengmai
