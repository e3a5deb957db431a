#include "tests/conformance/tally.hpp"

#include <iomanip>
#include <sstream>

namespace ballast::conformance {

namespace {

void write_line(std::ostream& out, const std::string& venue,
                const std::string& file, const std::string& endpoint,
                const std::string& checked, const std::string& left_out,
                const std::string& failed, const std::string& why) {
  out << std::left << std::setw(11) << venue << std::setw(34) << file
      << std::setw(34) << endpoint << std::right << std::setw(8) << checked
      << std::setw(9) << left_out << std::setw(7) << failed;
  if (!why.empty())
    out << "  " << why;
  out << '\n';
}

} // namespace

void tally::add(const std::string& venue, const std::string& file,
                const std::string& endpoint, const std::string& name,
                const judgement& x, std::size_t count) {
  const auto is_failed = x.what == fate::failed;
  counts_[{venue, file, endpoint, x.what, is_failed ? "" : x.why}] += count;
  if (is_failed)
    failures_.push_back(venue + '/' + file + " " + name + ": " + x.why);
}

std::size_t tally::count(fate what) const {
  std::size_t sum = 0;
  for (const auto& [key, count] : counts_)
    sum += std::get<fate>(key) == what ? count : 0;
  return sum;
}

std::string tally::table() const {
  std::ostringstream out;
  write_line(out, "venue", "file", "endpoint", "checked", "left out", "failed",
             "why, or what was allowed for");
  for (const auto& [key, count] : counts_) {
    const auto& [venue, file, endpoint, what, why] = key;
    const auto shown = [&, found = what, number = count](fate x) {
      return found == x ? std::to_string(number) : std::string{};
    };
    write_line(out, venue, file, endpoint, shown(fate::checked),
               shown(fate::left_out), shown(fate::failed), why);
  }
  write_line(out, "sum", "", "", std::to_string(count(fate::checked)),
             std::to_string(count(fate::left_out)),
             std::to_string(count(fate::failed)), "");
  return out.str();
}

} // namespace ballast::conformance
