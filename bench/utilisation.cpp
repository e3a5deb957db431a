// How much of what each venue permits a node uses, over real sockets, by the
// venues' own count: on a quiet path, behind jitter, behind a link that stalls,
// and while it is killed over and over. All four at once, each with simulated
// exchanges and a node of its own. Ends with 1 when there was one 429 or a
// share was missed.
//
//   utilisation [SECONDS [SEED]]      180 s, of which kills take two thirds
#include "bench/scan_scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace ballast::bench;

void print(const std::string& scene, const std::vector<share_taken>& rows) {
  for (const auto& x : rows)
    fmt::print("{:<7} {:<9} {:<22} {:>8.0f} {:>9.1f} {:>6.3f} {:>5.2f} {:>4} "
               "{:>4}  {}\n",
               scene, x.venue, text_of(x.limit.row), x.accepted, x.permitted,
               x.ratio(), x.least, x.refused, x.over_limit,
               x.is_well() ? "well" : "MISSED " + x.trouble);
}

/// One line a scene, which a run of the whole check shows.
std::string note_of(const std::string& scene,
                    const std::vector<share_taken>& rows) {
  std::uint64_t refused = 0;
  auto result = std::string{};
  for (const auto& x : rows) {
    refused += x.refused;
    result += fmt::format(", {} {:.1f} %", x.venue, 100 * x.ratio());
  }
  return fmt::format("{}: {} x 429{}", scene, refused, result);
}

int run(std::chrono::seconds measured, std::uint64_t seed) {
  fmt::print("utilisation: {} s, seed {}\n", measured.count(), seed);
  std::vector<std::unique_ptr<scan_scene>> scenes;
  for (const auto where : {path::quiet, path::jitter, path::stalls})
    scenes.push_back(make_steady_scene(where, measured, seed));
  scenes.push_back(make_kill_scene(measured * 2 / 3, seed));
  // Each in its turn: a step waits a little for what its node has to say.
  for (auto running = scenes.size(); running > 0;)
    running = static_cast<std::size_t>(std::count_if(
      scenes.begin(), scenes.end(), [](const auto& x) { return !x->step(); }));
  fmt::print("{:<7} {:<9} {:<22} {:>8} {:>9} {:>6} {:>5} {:>4} {:>4}\n",
             "scene", "venue", "limit of its candles", "accepted", "permitted",
             "ratio", "least", "429s", "over");
  auto well = true;
  auto notes = std::vector<std::string>{};
  for (const auto& x : scenes) {
    const auto rows = x->result();
    print(x->name(), rows);
    notes.push_back(note_of(x->name(), rows));
    well = well && std::all_of(rows.begin(), rows.end(), [](const auto& y) {
             return y.is_well();
           });
  }
  for (const auto& x : notes)
    fmt::print("note: {}\n", x);
  return well ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  try {
    const auto measured = argc > 1 ? std::atoi(argv[1]) : 180;
    const auto seed
      = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : std::uint64_t{1};
    return run(std::chrono::seconds{std::max(measured, 1)}, seed);
  } catch (const std::exception& e) {
    fmt::print(stderr, "utilisation: {}\n", e.what());
    return 2;
  }
}
