// What became of one vector: checked, left out for a reason, or failed. There
// is no fourth: a vector that nobody understands has failed.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

namespace ballast::conformance {

enum class fate { checked, left_out, failed };

struct judgement {
  fate what = fate::failed;
  /// Why left out; what is wrong; of a checked one, what the check allowed for.
  std::string why;
};

inline judgement checked(std::string note = {}) {
  return {fate::checked, std::move(note)};
}
inline judgement left_out(std::string_view reason) {
  return {fate::left_out, std::string{reason}};
}
inline judgement failed(std::string why) {
  return {fate::failed, std::move(why)};
}

/// The same with a remark, where it was checked and has none.
inline judgement with_remark(judgement x, std::string remark) {
  if (x.what == fate::checked && x.why.empty())
    x.why = std::move(remark);
  return x;
}

/// Collects in what our value is not the recorded one.
class differences {
public:
  /// Notes that both texts are not the same.
  void texts(std::string_view what, std::string_view recorded,
             std::string_view ours) {
    if (recorded != ours)
      note(std::string{what} + ": recorded \"" + std::string{recorded}
           + "\", ours \"" + std::string{ours} + '"');
  }
  /// Notes that both are further apart than 1e-12 of the larger.
  void numbers(std::string_view what, double recorded, double ours) {
    constexpr double tolerance = 1e-12;
    const auto larger = std::max(std::abs(recorded), std::abs(ours));
    // Written so that what is no number is a difference.
    if (!(std::abs(recorded - ours) <= tolerance * larger))
      note(std::string{what} + ": recorded " + std::to_string(recorded)
           + ", ours " + std::to_string(ours));
  }
  void note(std::string text) {
    constexpr std::size_t length_max = 2000;
    if (text_.size() < length_max)
      text_ += (text_.empty() ? "" : "; ") + std::move(text);
  }

  bool empty() const noexcept { return text_.empty(); }
  judgement verdict(std::string remark = {}) const {
    return empty() ? checked(std::move(remark)) : failed(text_);
  }

private:
  std::string text_;
};

} // namespace ballast::conformance
