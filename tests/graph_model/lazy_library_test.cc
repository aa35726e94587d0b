#include "graph/model/lazy_library.h"

#include <catch2/catch.hpp>
#include <string>

#include "graph/model/error.h"

// What a library that is not linked declares.
extern "C" double zhengmai_no_such_function(double);

namespace zhengmai {
namespace {

constinit LazyLibrary mathematics("libm.so.6");
constinit LazyLibrary nowhere("libzhengmai-is-nowhere.so.7");
constinit LazyFunction<double(double)> round_down(mathematics, "floor");
ZHENGMAI_LAZY(mathematics, zhengmai_no_such_function);
constinit LazyFunction<double(double)> of_nowhere(nowhere, "floor");

std::string message_of(LazyFunction<double(double)>& function) {
  try {
    function(1);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("a function of a library that is opened at its first call is called like any other") {
  CHECK(round_down(2.5) == 2.0);
  CHECK(round_down(-2.5) == -3.0);
}

TEST_CASE("what is missing of a library is named with its file") {
  CHECK_THAT(message_of(zhengmai_no_such_function),
             Catch::Contains("libm.so.6 has no zhengmai_no_such_function"));
  const std::string no_library = message_of(of_nowhere);
  CHECK_THAT(no_library, Catch::Contains("libzhengmai-is-nowhere.so.7 cannot be opened"));
  CHECK_THAT(no_library, Catch::Contains("install"));
}

}  // namespace
}  // namespace zhengmai
