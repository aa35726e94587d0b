// Libraries that few commands need, opened when one of their functions is first called. To load them
// at every start took longer than most questions do.
//
//   namespace {
//   constinit LazyLibrary libzip(ZHENGMAI_LIBZIP);  // the name of its file: zhengmai_opens_lazily
//   ZHENGMAI_LAZY(libzip, zip_fread);
//   }
//   … zip_fread(file, bytes, size) …                // as if it were linked
//
// The object hides the function of the same name, whose header says what it takes, so a room that
// includes the header calls it as it would otherwise.
//
// Cost: a load and an indirect call; the first call opens the library and looks the name up.
// Errors: Error (kInternal) when the library or the function is not there.
// Threads: any; none of it has to be made before main.
#pragma once

#include <atomic>

namespace zhengmai {

class LazyLibrary {
 public:
  // `file` as dlopen takes it; it outlives the object.
  constexpr explicit LazyLibrary(const char* file) : file_(file) {}
  void* find(const char* symbol);

 private:
  const char* file_;
  std::atomic<void*> handle_{nullptr};
};

template <typename Function>
class LazyFunction;

template <typename Result, typename... Arguments>
class LazyFunction<Result(Arguments...)> {
 public:
  constexpr LazyFunction(LazyLibrary& library, const char* name) : library_(library), name_(name) {}

  Result operator()(Arguments... arguments) {
    void* function = function_.load(std::memory_order_acquire);
    if (function == nullptr) function_.store(function = library_.find(name_));
    return reinterpret_cast<Result (*)(Arguments...)>(function)(arguments...);
  }

 private:
  LazyLibrary& library_;
  const char* name_;
  std::atomic<void*> function_{nullptr};
};

#define ZHENGMAI_LAZY(library, function) \
  constinit LazyFunction<decltype(::function)> function(library, #function)

}  // namespace zhengmai
