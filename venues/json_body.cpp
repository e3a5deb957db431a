#include "venues/json_body.hpp"

#include <algorithm>

namespace ballast::venues {

namespace {

constexpr std::size_t kept_max = std::size_t{256} * 1024;

simdjson::simdjson_result<simdjson::dom::element>
parse(std::string_view body, simdjson::dom::parser& by) {
  constexpr std::size_t least = 64;
  constexpr auto depth_cap = depth_max + 1; // It counts from 0, below its cap.
  if (by.max_depth() != depth_cap)
    if (const auto status
        = by.allocate(std::max(body.size(), least), depth_cap);
        status != simdjson::SUCCESS)
      return status;
  return by.parse(body.data(), body.size());
}

} // namespace

struct parsed_body::memory {
  simdjson::dom::parser parser;
};

parsed_body::parsed_body(std::string_view body) {
  thread_local memory kept;
  if (body.size() > kept_max)
    own_ = std::make_unique<memory>();
  root_ = parse(body, own_ ? own_->parser : kept.parser);
}

parsed_body::~parsed_body() = default;

std::string cause_of(simdjson::error_code x) {
  return x == simdjson::DEPTH_ERROR
           ? too_deep()
           : std::string{"no JSON: "} + simdjson::error_message(x);
}

} // namespace ballast::venues
