// Functions over numbers.
#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <random>

#include "query/values/error.h"
#include "query/values/function_tables.h"
#include "query/values/value_text.h"

namespace zhengmai {
namespace {

double number_of(const Value& v, std::string_view caller) {
  if (!v.is_number()) throw_wrong_kind(caller, "a number", v);
  return v.as_number();
}

// A function of one float.
struct Name {
  char text[16];
};
template <Name name, double (*f)(double)>
Value unary(const FunctionContext&, Arguments args) {
  return Value::floating(f(number_of(args[0], name.text)));
}

double cotangent(double x) { return 1.0 / std::tan(x); }
double half_versine(double x) { return (1.0 - std::cos(x)) / 2.0; }
double to_degrees(double x) { return x * 180.0 / std::numbers::pi; }
double to_radians(double x) { return x * std::numbers::pi / 180.0; }

Value abs(const FunctionContext&, Arguments args) {
  if (!args[0].is_integer()) return Value::floating(std::abs(number_of(args[0], "abs()")));
  const int64_t i = args[0].as_integer();
  if (i == INT64_MIN)
    throw_arithmetic("abs() of the smallest integer does not fit 64 bits", "IntegerOverflow");
  return Value::integer(i < 0 ? -i : i);
}

Value sign(const FunctionContext&, Arguments args) {
  const double x = number_of(args[0], "sign()");
  return Value::integer((x > 0) - (x < 0));
}

Value atan2(const FunctionContext&, Arguments args) {
  return Value::floating(std::atan2(number_of(args[0], "atan2()"), number_of(args[1], "atan2()")));
}

Value pi(const FunctionContext&, Arguments) { return Value::floating(std::numbers::pi); }
Value e(const FunctionContext&, Arguments) { return Value::floating(std::numbers::e); }

Value is_nan(const FunctionContext&, Arguments args) {
  return Value::boolean(std::isnan(number_of(args[0], "isNaN()")));
}

// In [0, 1); a sequence of its own for each thread.
Value rand(const FunctionContext&, Arguments) {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  return Value::floating(std::uniform_real_distribution<double>(0, 1)(engine));
}

// A whole number near x, where x lies between two: by the mode's name.
double rounded(double x, std::string_view mode) {
  const double down = std::trunc(x), away = down + (x < 0 ? -1 : 1);
  if (x == down) return x;
  const double fraction = std::abs(x - down);
  if (mode == "UP") return away;
  if (mode == "DOWN") return down;
  if (mode == "CEILING") return std::ceil(x);
  if (mode == "FLOOR") return std::floor(x);
  if (mode == "HALF_UP") return fraction >= 0.5 ? away : down;
  if (mode == "HALF_DOWN") return fraction > 0.5 ? away : down;
  if (mode == "HALF_EVEN") return std::nearbyint(x);
  throw_bad_argument(fmt::format("there is no rounding mode {}", quoted(mode)),
                     "InvalidArgumentValue",
                     "modes are UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN and HALF_EVEN");
}

// round(x): ties go up. round(x, precision [, mode]): of the decimal digits as they are written.
Value round(const FunctionContext&, Arguments args) {
  const double x = number_of(args[0], "round()");
  if (args.size() == 1) return Value::floating(std::floor(x) + (x - std::floor(x) >= 0.5 ? 1 : 0));
  if (!args[1].is_integer()) throw_wrong_kind("round()'s precision", "an integer", args[1]);
  if (args.size() > 2 && !args[2].is_string())
    throw_wrong_kind("round()'s mode", "text", args[2]);
  const std::string_view mode = args.size() > 2 ? args[2].as_string() : "HALF_UP";
  const int64_t precision = args[1].as_integer();
  if (precision < 0)
    throw_bad_argument("round(): the precision must not be negative", "NumberOutOfRange");
  const double factor = std::pow(10.0, static_cast<double>(precision));
  const double scaled = x * factor;
  if (!std::isfinite(scaled) || std::abs(scaled) >= 0x1p52) {
    rounded(0.5, mode);  // the mode is checked all the same
    return Value::floating(x);
  }
  // 1.005 is a little less than it says: a scaled value that reads as a tie is one.
  const double tie = std::nearbyint(scaled * 2) / 2;
  const bool reads_as_tie = std::abs(scaled - tie) <= std::abs(scaled) * 4e-16;
  return Value::floating(rounded(reads_as_tie ? tie : scaled, mode) / factor);
}

constexpr Function kTable[] = {
    {"abs", 1, 1, true, true, abs},
    {"acos", 1, 1, true, true, unary<Name{"acos()"}, std::acos>},
    {"asin", 1, 1, true, true, unary<Name{"asin()"}, std::asin>},
    {"atan", 1, 1, true, true, unary<Name{"atan()"}, std::atan>},
    {"atan2", 2, 2, true, true, atan2},
    {"ceil", 1, 1, true, true, unary<Name{"ceil()"}, std::ceil>},
    {"cos", 1, 1, true, true, unary<Name{"cos()"}, std::cos>},
    {"cosh", 1, 1, true, true, unary<Name{"cosh()"}, std::cosh>},
    {"cot", 1, 1, true, true, unary<Name{"cot()"}, cotangent>},
    {"degrees", 1, 1, true, true, unary<Name{"degrees()"}, to_degrees>},
    {"e", 0, 0, true, true, e},
    {"exp", 1, 1, true, true, unary<Name{"exp()"}, std::exp>},
    {"floor", 1, 1, true, true, unary<Name{"floor()"}, std::floor>},
    {"haversin", 1, 1, true, true, unary<Name{"haversin()"}, half_versine>},
    {"isNaN", 1, 1, true, true, is_nan},
    {"log", 1, 1, true, true, unary<Name{"log()"}, std::log>},
    {"log10", 1, 1, true, true, unary<Name{"log10()"}, std::log10>},
    {"pi", 0, 0, true, true, pi},
    {"radians", 1, 1, true, true, unary<Name{"radians()"}, to_radians>},
    {"rand", 0, 0, true, false, rand},
    {"round", 1, 3, true, true, round},
    {"sign", 1, 1, true, true, sign},
    {"sin", 1, 1, true, true, unary<Name{"sin()"}, std::sin>},
    {"sinh", 1, 1, true, true, unary<Name{"sinh()"}, std::sinh>},
    {"sqrt", 1, 1, true, true, unary<Name{"sqrt()"}, std::sqrt>},
    {"tan", 1, 1, true, true, unary<Name{"tan()"}, std::tan>},
    {"tanh", 1, 1, true, true, unary<Name{"tanh()"}, std::tanh>},
};

}  // namespace

std::span<const Function> math_functions() { return kTable; }

}  // namespace zhengmai
