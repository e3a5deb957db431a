#include "apps/nonce_vault.hpp"

#include <system_error>
#include <utility>

namespace ballast::apps {

namespace {

/// "another ballast (pid 7)" out of the refusal of a directory in use.
std::string rival_in(const std::string& text) {
  const auto begin = text.find("another ballast");
  const auto end = text.find(')', begin);
  return begin == std::string::npos || end == std::string::npos
           ? std::string{}
           : text.substr(begin, end + 1 - begin);
}

} // namespace

nonce_vault nonce_vault::open(const std::filesystem::path& path,
                              const std::string& mode) {
  nonce_vault result;
  std::error_code ignored;
  if (path.empty() || !std::filesystem::is_directory(path, ignored))
    return result;
  auto directory = store::data_directory::open(path);
  if (!directory) {
    const auto& why = directory.error().text;
    result.rival_ = rival_in(why);
    result.note_
      = result.rival_.empty()
          ? why + "; nonces are made of the clock alone"
          : result.rival_ + " runs on " + path.string()
              + ": it shares keys, nonces and request limits with this check";
    return result;
  }
  store::state_store::options options;
  options.mode = mode;
  auto opened = store::state_store::open(directory->file("state.db"), options);
  if (!opened) {
    result.note_ = "state.db in " + path.string() + ": " + opened.error().text
                   + "; nonces are made of the clock alone";
    return result;
  }
  result.directory_.emplace(std::move(*directory));
  result.store_.emplace(std::move(*opened));
  return result;
}

result<std::uint64_t> nonce_vault::mark(const std::string& key_id) {
  if (!store_)
    return std::uint64_t{0};
  auto found = store_->load_nonce(key_id);
  if (!found)
    return found.error();
  return found->value_or(0);
}

result<done> nonce_vault::store(const std::string& key_id, std::uint64_t mark) {
  if (!store_)
    return done{};
  auto raised = store_->raise_nonce(key_id, mark);
  if (!raised)
    return raised.error();
  return done{};
}

} // namespace ballast::apps
