// Speed of decode() and normalise() on one core, in MB of UTF-8 a second of processor time.
//
//   extract_text_bench FILE... [--times N]      N copies of the files, one after another in memory
//
// Each file is one document, as in extraction; the copies are separate documents.
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "extract/lexicon/words.h"
#include "extract/text/decode.h"
#include "extract/text/normalise.h"

namespace {

// Processor time of this thread: what else runs on the machine does not count.
double seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> documents;
  int times = 200;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--times" && i + 1 < argc) {
      times = std::atoi(argv[++i]);
      continue;
    }
    std::ifstream file(argv[i], std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    documents.push_back(bytes.str());
  }
  if (documents.empty()) {
    fmt::print(stderr, "usage: extract_text_bench FILE... [--times N]\n");
    return 64;
  }
  const double start = seconds();
  zhengmai::canonical(U'廳');
  fmt::print("character table  {:8.1f} ms, once a process\n", 1e3 * (seconds() - start));

  const zhengmai::TextWords words = text_words(zhengmai::Lexicon::builtin());
  double decoding = 0, normalising = 0;
  size_t bytes = 0, kept = 0;
  for (int round = 0; round < times; ++round) {
    for (const std::string& document : documents) {
      const double begin = seconds();
      const zhengmai::Decoded decoded = zhengmai::decode(document);
      const double middle = seconds();
      const zhengmai::Normalised normalised = zhengmai::normalise(decoded.text, words);
      normalising += seconds() - middle;
      decoding += middle - begin;
      bytes += document.size();
      kept += normalised.text.size();
    }
  }
  const double mb = double(bytes) / 1e6;
  fmt::print("documents        {:8}   {:.1f} MB, {} characters kept\n",
             documents.size() * size_t(times), mb, kept);
  fmt::print("decode           {:8.0f} MB/s\nnormalise        {:8.0f} MB/s\n", mb / decoding,
             mb / normalising);
  fmt::print("both             {:8.0f} MB/s\n", mb / (decoding + normalising));
}
