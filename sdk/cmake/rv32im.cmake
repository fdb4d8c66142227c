# rv32im, freestanding: clang-19 with libstdc++'s freestanding headers and picolibc's C headers.
# The machine profile has no misaligned access and no compressed instructions. Tests run under qemu-user.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv32)
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_ASM_COMPILER clang-19)
foreach(language C CXX ASM)
  set(CMAKE_${language}_COMPILER_TARGET riscv32-unknown-elf)
endforeach()
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-riscv32-static)

# The newest libstdc++ on this machine: common headers, then those of the host's architecture.
file(GLOB guest_libstdcxx LIST_DIRECTORIES true /usr/include/c++/[0-9]*)
list(SORT guest_libstdcxx COMPARE NATURAL ORDER DESCENDING)
list(GET guest_libstdcxx 0 guest_libstdcxx)
cmake_path(GET guest_libstdcxx FILENAME guest_libstdcxx_version)
file(GLOB guest_libstdcxx_host LIST_DIRECTORIES true /usr/include/*/c++/${guest_libstdcxx_version})
list(GET guest_libstdcxx_host 0 guest_libstdcxx_host)
set(guest_picolibc /usr/lib/picolibc/riscv64-unknown-elf/include)

set(guest_arch "-march=rv32im -mabi=ilp32 -mno-relax -mstrict-align")
set(guest_c "${guest_arch} -ffreestanding -ffunction-sections -fdata-sections -fno-pic -isystem ${guest_picolibc}")
string(CONCAT guest_cxx
  "${guest_arch} -ffreestanding -ffunction-sections -fdata-sections -fno-pic -nostdinc++"
  " -isystem ${CMAKE_CURRENT_LIST_DIR}/guest/include"
  " -isystem ${guest_libstdcxx} -isystem ${guest_libstdcxx_host} -isystem ${guest_picolibc}"
  " -fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-c++-static-destructors")
set(CMAKE_ASM_FLAGS_INIT "${guest_arch}")
set(CMAKE_C_FLAGS_INIT "${guest_c}")
set(CMAKE_CXX_FLAGS_INIT "${guest_cxx}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nostdlib -static -fuse-ld=lld-19 -Wl,--gc-sections")
