// Speed of the whole extraction on one core, in MB of UTF-8 a second of processor time, and of its
// stages (the row "all" does all of them and makes the facts), and of what makes the facts ready for
// the store: encoding, its digest, compressing. Processor time, since wall-clock
// figures say more about a machine's other work. Memory is kept between documents, as the program
// keeps it (keep_freed_memory). The floor is what no extraction that knows these tables can go
// below: decoding, and one pass of the trie of cues over the text.
//
//   extract_bench FILE... [--times N] [--whole]    N copies of the files, each a document; --whole
//                                                  leaves the stages out (for a profiler)
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "extract/lexicon/agency_names.h"
#include "extract/lexicon/words.h"
#include "extract/link/extract.h"
#include "extract/read/reader.h"
#include "extract/recognise/cues.h"
#include "extract/structure/lists.h"
#include "extract/structure/measures.h"
#include "extract/text/normalise.h"
#include "graph/store/block.h"

namespace {

double processor_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return double(t.tv_sec) + 1e-9 * double(t.tv_nsec);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> documents;
  int times = 200;
  bool stages = true;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--times" && i + 1 < argc) {
      times = std::atoi(argv[++i]);
      continue;
    }
    if (std::string(argv[i]) == "--whole") {
      stages = false;
      continue;
    }
    std::ifstream in(argv[i], std::ios::binary);
    documents.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  if (documents.empty()) {
    fmt::print(stderr, "usage: extract_bench FILE... [--times N]\n");
    return 64;
  }
  zhengmai::keep_freed_memory();
  const double loading = processor_seconds();
  const zhengmai::Lexicon lexicon = zhengmai::Lexicon::builtin();
  const zhengmai::Extractor extractor(lexicon);
  const zhengmai::TextWords words = text_words(lexicon);
  const zhengmai::Places places(lexicon);
  const zhengmai::AgencyNames names(lexicon, places);
  const zhengmai::ListReader lists(lexicon, places, names);
  const zhengmai::StructureReader structure(lexicon, places, names);
  const zhengmai::CueIndex cues(lexicon);
  fmt::print("lexicon (twice)  {:8.1f} ms\n", 1e3 * (processor_seconds() - loading));

  double read = 0, norm = 0, list = 0, meta = 0, section = 0, measure = 0, cue = 0, all = 0;
  double encode = 0, digest = 0, pack = 0;
  size_t bytes = 0, facts = 0, encoded = 0, packed = 0;
  for (int round = 0; round < times; ++round) {
    for (const std::string& document : documents) {
      bytes += document.size();
      double t = processor_seconds();
      const auto lap = [&t](double& total) {
        const double now = processor_seconds();
        total += now - t;
        t = now;
      };
      if (stages) {
        const auto plain = zhengmai::read_document("a.txt", document);
        lap(read);
        const auto text = zhengmai::normalise(plain.text, words);
        lap(norm);
        const auto found = lists.find(text);
        lap(list);
        const auto metadata = structure.metadata(text);
        lap(meta);
        const auto sections = structure.sections(text, metadata);
        lap(section);
        const auto measures = read_measures(text, metadata, sections, found);
        lap(measure);
        const auto hits = cues.scan(text.text, {0, static_cast<uint32_t>(text.text.size())});
        lap(cue);
        facts += measures.size() * 0 + hits.size() * 0;
      }
      const auto block =
          extractor.extract({.name = "a.txt", .bytes = document, .encoding = std::nullopt});
      lap(all);
      facts += block->relationships().size();
      if (!stages) continue;
      const std::string coded = encode_block(*block);
      lap(encode);
      const std::string digested = zhengmai::digest_of_block(coded);
      lap(digest);
      packed += zhengmai::pack(coded).size();
      lap(pack);
      encoded += coded.size() + digested.size() * 0;
    }
  }
  const double mb = double(bytes) / 1e6;
  const auto row = [mb](const char* name, double s) {
    fmt::print("{:<16} {:8.0f} MB/s {:8.2f} ms/MB\n", name, mb / s, 1e3 * s / mb);
  };
  fmt::print("documents        {:8}   {:.1f} MB, {} relationships\n",
             documents.size() * size_t(times), mb, facts);
  if (stages) {
    row("read", read);
    row("normalise", norm);
    row("lists", list);
    row("metadata", meta);
    row("sections", section);
    row("measures", measure);
    row("cues", cue);
    row("floor", read + cue);
  }
  row("all", all);
  if (!stages) return 0;
  fmt::print("all / floor      {:8.1f}\n", all / (read + cue));
  row("encode", encode);
  row("digest", digest);
  row("pack", pack);
  fmt::print("block            {:8.2f} bytes a byte of text, {:.2f} packed\n",
             double(encoded) / double(bytes), double(packed) / double(bytes));
}
