#include "cli/version.h"

#include <boost/version.hpp>
#include <fmt/format.h>
#include <rocksdb/version.h>

#include "graph/store/store.h"

namespace zhengmai {

std::string program_version() { return ZHENGMAI_VERSION; }

std::string version_text() {
  return fmt::format(
      "zhengmai {}\nstore format {}\nRocksDB {}.{}.{}\nBoost {}.{}.{}\nANTLR {}", ZHENGMAI_VERSION,
      kStoreFormat, ROCKSDB_MAJOR, ROCKSDB_MINOR, ROCKSDB_PATCH, BOOST_VERSION / 100000,
      BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100, ZHENGMAI_ANTLR_VERSION);
}

}  // namespace zhengmai
