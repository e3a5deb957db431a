# ballast_flags: standard, warnings and sanitizers, linked by every target.
add_library(ballast_flags INTERFACE)
target_compile_features(ballast_flags INTERFACE cxx_std_20)
# Warnings are errors with the compiler that CI runs. A newer one knows new
# warnings, and those must not keep anybody from starting the service.
target_compile_options(ballast_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  "$<$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>:-Werror>"
  -fno-strict-aliasing)
# g++ 12 warns about overlapping copies inside std::string whenever "x" + string
# is inlined (GCC bug 105651), and takes the empty half of an std::optional for
# an oversight (GCC bug 80635); both only when it optimises. The second stays
# visible, since it is right now and then.
target_compile_options(ballast_flags INTERFACE
  "$<$<AND:$<CONFIG:Release>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict;-Wno-error=maybe-uninitialized>")
target_include_directories(ballast_flags INTERFACE "${PROJECT_SOURCE_DIR}")

# Hardening: shown by checksec, asked for by the threat model.
target_compile_options(ballast_flags INTERFACE
  -fstack-protector-strong -fcf-protection
  "$<$<CONFIG:Release>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=2>")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
target_link_options(ballast_flags INTERFACE -Wl,-z,relro,-z,now)
include(CheckPIESupported)
check_pie_supported()

if(BALLAST_SANITIZE)
  # Half the time of the tests for a tenth more of the compiler's.
  target_compile_options(ballast_flags INTERFACE "$<$<CONFIG:Debug>:-Og>")
  target_compile_options(ballast_flags INTERFACE
    -fsanitize=${BALLAST_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(ballast_flags INTERFACE -fsanitize=${BALLAST_SANITIZE})
  if(BALLAST_SANITIZE MATCHES "undefined")
    # CAF's headers bind null references while spawning and downcast mailbox
    # nodes; both are theirs, so these two checks would only speak of CAF.
    target_compile_options(ballast_flags INTERFACE -fno-sanitize=null,vptr)
  endif()
endif()

find_program(BALLAST_MOLD mold)
if(BALLAST_MOLD)
  target_link_options(ballast_flags INTERFACE -fuse-ld=mold)
endif()
find_program(BALLAST_CCACHE ccache)
if(BALLAST_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${BALLAST_CCACHE}")
endif()
