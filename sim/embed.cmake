# Turns a text file into a C++ source that holds it as one string_view:
#   cmake -DINPUT=f.csv -DOUTPUT=f.cpp -DNAME=identifier -P embed.cmake
# so that the simulator needs no file beside it at run time.
file(READ "${INPUT}" text)
file(WRITE "${OUTPUT}"
"#include <string_view>

namespace ballast::sim::data {
extern const std::string_view ${NAME};
const std::string_view ${NAME} = R\"csv(${text})csv\";
} // namespace ballast::sim::data
")
