// An allocator for arrays that are large and looked into all over: the kernel is asked to back them
// with pages of 2 MiB, which spares thousands of page faults at first and most misses of the TLB
// later. Small arrays come from the heap as ever.
//
//   std::vector<uint32_t, HugePages<uint32_t>> index;
//
// Errors: std::bad_alloc. Threads: any.
#pragma once

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace zhengmai::exec {

template <typename T>
struct HugePages {
  using value_type = T;
  static constexpr size_t kPage = size_t{1} << 21;

  HugePages() = default;
  template <typename U>
  explicit HugePages(const HugePages<U>&) {}

  T* allocate(size_t count) {
    const size_t bytes = count * sizeof(T);
    if (bytes < kPage) return static_cast<T*>(::operator new(bytes));
    const size_t rounded = (bytes + kPage - 1) / kPage * kPage;
    void* const memory = std::aligned_alloc(kPage, rounded);
    if (!memory) throw std::bad_alloc();
    madvise(memory, rounded, MADV_HUGEPAGE);  // a wish; without it all works as well
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, size_t count) {
    if (count * sizeof(T) < kPage) {
      ::operator delete(memory);
    } else {
      std::free(memory);
    }
  }
  friend bool operator==(const HugePages&, const HugePages&) { return true; }
};

}  // namespace zhengmai::exec
