# Entry of a test program under qemu's Linux user mode: own stack, then the runner, then exit with its result.
.section .text.start, "ax", @progbits
.globl _start
_start:
    la sp, guest_stack_end
    call guest_main
    li a7, 93                   # exit
    ecall
    unimp

.section .bss.stack, "aw", @nobits
.balign 16
    .space 64 * 1024 * 1024
guest_stack_end:
