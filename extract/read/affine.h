// Points of a page, and the maps that drawings place them by, for the formats that keep them as SVG
// and OFD do: six numbers a b c d e f.
//
//   x' = a x + c y + e, y' = b x + d y + f
//
// Threads: values.
#pragma once

namespace zhengmai {

struct Point {
  double x = 0;
  double y = 0;
};

struct Transform {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;

  Point apply(Point p) const { return {a * p.x + c * p.y + e, b * p.x + d * p.y + f}; }
  // This one first, `outer` afterwards.
  Transform then(const Transform& outer) const {
    const Point moved = outer.apply({e, f});
    return {outer.a * a + outer.c * b, outer.b * a + outer.d * b,  //
            outer.a * c + outer.c * d, outer.b * c + outer.d * d,  //
            moved.x, moved.y};
  }
};

}  // namespace zhengmai
