# Debian 12 carries Boost 1.81 beside its default 1.74, headers in the same
# place; Debian 13 carries a newer one. Asio and Beast are header-only, so
# only the include path matters.
find_package(Boost 1.81 REQUIRED)
add_library(ballast_boost INTERFACE)
target_link_libraries(ballast_boost INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(ballast_boost INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
# TSan does not understand fences; every hand-over in Asio also takes a lock.
if(BALLAST_SANITIZE MATCHES "thread")
  target_compile_definitions(ballast_boost INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
