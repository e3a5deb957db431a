#include "tests/e2e/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ballast::test {

namespace {

using clock = std::chrono::steady_clock;

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& x : texts)
    result.push_back(x.data());
  result.push_back(nullptr);
  return result;
}

} // namespace

process::process(std::vector<std::string> arguments,
                 const std::map<std::string, std::string>& environment,
                 const std::string& directory) {
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment)
    variables.push_back(name + '=' + value);
  auto argv = pointers_to(arguments);
  auto envp = pointers_to(variables);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    throw std::system_error{errno, std::generic_category(), "pipe"};
  pid_ = fork();
  if (pid_ == 0) {
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    if (chdir(directory.c_str()) != 0)
      _exit(127);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(ends[1]);
  pipe_ = ends[0];
}

process::~process() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (pipe_ >= 0)
    close(pipe_);
}

bool process::read_some(clock::time_point until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(
    std::max(until - clock::now(), clock::duration::zero()));
  pollfd watched{pipe_, POLLIN, 0};
  if (poll(&watched, 1, static_cast<int>(left.count())) <= 0)
    return false;
  std::array<char, 65536> part{};
  const auto got = read(pipe_, part.data(), part.size());
  if (got <= 0)
    return false;
  output_.append(part.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<std::string>
process::wait_for_line(const std::function<bool(const std::string&)>& wanted,
                       std::chrono::milliseconds patience) {
  const auto until = clock::now() + patience;
  while (true) {
    for (auto end = output_.find('\n', line_begin_); end != std::string::npos;
         end = output_.find('\n', line_begin_)) {
      auto line = output_.substr(line_begin_, end - line_begin_);
      line_begin_ = end + 1;
      if (wanted(line))
        return line;
    }
    if (!read_some(until))
      return std::nullopt;
  }
}

std::optional<std::string>
process::wait_for_line(std::string_view part,
                       std::chrono::milliseconds patience) {
  return wait_for_line(
    [part](const std::string& x) { return x.find(part) != std::string::npos; },
    patience);
}

void process::read_for(std::chrono::milliseconds how_long) {
  const auto until = clock::now() + how_long;
  while (clock::now() < until && read_some(until)) {
  }
}

void process::send_signal(int number) const { kill(pid_, number); }

std::optional<int> process::wait_for_end(std::chrono::milliseconds patience) {
  const auto until = clock::now() + patience;
  while (read_some(until)) {
  }
  if (clock::now() >= until)
    kill(pid_, SIGKILL);
  const auto late = clock::now() >= until;
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  if (late)
    return std::nullopt;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace ballast::test
