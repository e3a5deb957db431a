#include "apps/machine.hpp"

#include <openssl/crypto.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>
#include <utility>

extern char** environ;

namespace ballast::apps {

namespace {

class system_calendar : public calendar {
public:
  unix_time now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
  }
};

bool would_leak(std::string_view name) {
  constexpr std::array names
    = {"SSLKEYLOGFILE", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES",
       "HTTP_PROXY",    "HTTPS_PROXY",  "ALL_PROXY",       "http_proxy",
       "https_proxy",   "all_proxy"};
  for (const auto* x : names)
    if (name == x)
      return true;
  return name.starts_with("LD_");
}

sigset_t stop_signals() {
  sigset_t result;
  sigemptyset(&result);
  for (const auto x : {SIGINT, SIGTERM, SIGHUP})
    sigaddset(&result, x);
  return result;
}

} // namespace

std::shared_ptr<const calendar> machine_calendar() {
  return std::make_shared<system_calendar>();
}

instant machine_now() {
  return {std::chrono::steady_clock::now(), system_calendar{}.now()};
}

void harden() {
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> names;
  for (const auto& x : environment())
    if (would_leak(x.name))
      names.push_back(x.name);
  for (const auto& x : names)
    unsetenv(x.c_str());
}

std::vector<config::environment_variable> environment() {
  std::vector<config::environment_variable> result;
  for (auto** x = environ; x != nullptr && *x != nullptr; ++x) {
    const std::string_view entry{*x};
    if (const auto at = entry.find('='); at != std::string_view::npos)
      result.push_back(
        {std::string{entry.substr(0, at)}, entry.substr(at + 1)});
  }
  return result;
}

void scrub(const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (auto* value = std::getenv(name.c_str()))
      OPENSSL_cleanse(value, std::strlen(value));
    unsetenv(name.c_str());
  }
}

void block_signals() {
  const auto signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

std::optional<int> wait_for_signal(std::chrono::milliseconds how_long) {
  const auto signals = stop_signals();
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(how_long);
  const timespec patience{
    whole.count(),
    std::chrono::duration_cast<std::chrono::nanoseconds>(how_long - whole)
      .count()};
  const auto got = sigtimedwait(&signals, nullptr, &patience);
  return got > 0 ? std::optional<int>{got} : std::nullopt;
}

bool is_terminal() { return isatty(STDOUT_FILENO) == 1; }

bool has_variable(const char* name) {
  const auto* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

result<done> write_file(const std::filesystem::path& path,
                        const std::string& text) {
  auto draft = path;
  draft += ".part";
  {
    std::ofstream out{draft, std::ios::binary | std::ios::trunc};
    out << text;
    if (!out.flush())
      return fault{ec::unavailable, "cannot write " + path.string()};
  }
  std::error_code problem;
  std::filesystem::rename(draft, path, problem);
  if (problem)
    return fault{ec::unavailable,
                 "cannot write " + path.string() + ": " + problem.message()};
  return done{};
}

result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in)
    return fault{ec::not_found, "cannot read " + path.string()};
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

temporary_directory::temporary_directory() {
  auto name
    = (std::filesystem::temp_directory_path() / "ballast-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw std::system_error{errno, std::generic_category(),
                            "no temporary directory"};
  path_ = name;
}

temporary_directory::~temporary_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

} // namespace ballast::apps
