#include "graph/model/lazy_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include "graph/model/error.h"

namespace zhengmai {

void* LazyLibrary::find(const char* symbol) {
  void* handle = handle_.load(std::memory_order_acquire);
  if (handle == nullptr) {
    handle = dlopen(file_, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
      throw Error(ExitCode::kInternal,
                  fmt::format("{} cannot be opened: {}; install the package that it belongs to",
                              file_, dlerror()));
    }
    handle_.store(handle);  // another thread's is the same
  }
  void* const found = dlsym(handle, symbol);
  if (found == nullptr) {
    throw Error(ExitCode::kInternal,
                fmt::format("{} has no {}: it is not the version that Zhengmai was built with",
                            file_, symbol));
  }
  return found;
}

}  // namespace zhengmai
