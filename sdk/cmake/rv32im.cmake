# rv32im, freestanding: clang-19 with libstdc++'s freestanding headers and picolibc's C headers.
# The machine profile has no misaligned access and no compressed instructions. Run under qemu-user.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv32)
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_C_COMPILER_TARGET riscv32-unknown-elf)
set(CMAKE_CXX_COMPILER_TARGET riscv32-unknown-elf)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-riscv32-static)

set(guest_arch "-march=rv32im -mabi=ilp32 -mno-relax -ffreestanding -fno-builtin-printf -ffunction-sections -fdata-sections -fno-pic")
set(guest_include "-nostdinc++ -isystem ${CMAKE_CURRENT_LIST_DIR}/guest/include -isystem /usr/include/c++/12 -isystem /usr/include/x86_64-linux-gnu/c++/12 -isystem /usr/lib/picolibc/riscv64-unknown-elf/include")
set(CMAKE_C_FLAGS_INIT "${guest_arch} -isystem /usr/lib/picolibc/riscv64-unknown-elf/include")
set(CMAKE_CXX_FLAGS_INIT "${guest_arch} ${guest_include} -fno-exceptions -fno-rtti -fno-threadsafe-statics")
set(CMAKE_CXX_FLAGS_RELEASE_INIT "-O3 -DNDEBUG")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nostdlib -static -fuse-ld=lld-19 -Wl,--gc-sections")
