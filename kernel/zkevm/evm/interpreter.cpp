// The loop: fetch, check, execute. Registers are locals; a call or return stores them in the frame
// and loads the next one's.
//
// Each instruction jumps to the next by itself (computed goto), so that the processor predicts
// every one apart. Heights and gas are constants at each instruction, from the rows of opcodes.hpp.

#include "kernel/zkevm/evm/instructions.hpp"
#include "kernel/zkevm/evm/opcodes.hpp"

namespace dovetail::zkevm {

#define DOVETAIL_NEXT() goto* targets[*pc]

// Item counts are constants: a comparison that cannot fail disappears.
#define DOVETAIL_REQUIRE(cost, inputs, outputs)                                                \
  if ((inputs) > 0 && top - base < (inputs)) [[unlikely]]                                      \
    goto halt;                                                                                 \
  if ((outputs) > (inputs) && top - base > gas::kStackMax - (outputs) + (inputs)) [[unlikely]] \
    goto halt;                                                                                 \
  if ((cost) > 0 && (gas -= (cost)) < 0) [[unlikely]]                                          \
  goto halt

// The same for an instruction that is written out below.
#define DOVETAIL_ROW(code, name, cost, inputs, outputs, since) \
  constexpr int k_##name[] = {cost, inputs, outputs};
#define DOVETAIL_REQUIRE_ROW(name) DOVETAIL_REQUIRE(k_##name[0], k_##name[1], k_##name[2])

#define DOVETAIL_TARGET(code, name, cost, inputs, outputs, since) \
  if (block.revision >= Revision::since) targets[code] = &&op_##name;

#define DOVETAIL_RUN_PLAIN(code, name, cost, inputs, outputs, since) \
  op_##name : DOVETAIL_REQUIRE(cost, inputs, outputs);               \
  Plain::name(top);                                                  \
  top += (outputs) - (inputs);                                       \
  ++pc;                                                              \
  DOVETAIL_NEXT();

#define DOVETAIL_RUN_READ(code, name, cost, inputs, outputs, since) \
  op_##name : DOVETAIL_REQUIRE(cost, inputs, outputs);              \
  Reads::name(top, *frame, *this);                                  \
  top += (outputs) - (inputs);                                      \
  ++pc;                                                             \
  DOVETAIL_NEXT();

#define DOVETAIL_RUN_METERED(code, name, cost, inputs, outputs, since) \
  op_##name : DOVETAIL_REQUIRE(cost, inputs, outputs);                 \
  gas = Metered::name(top, gas, *frame, *this);                        \
  if (gas < 0) [[unlikely]]                                            \
    goto halt;                                                         \
  top += (outputs) - (inputs);                                         \
  ++pc;                                                                \
  DOVETAIL_NEXT();

#define DOVETAIL_RUN_PUSH(y, n)           \
  op_push##n : DOVETAIL_REQUIRE(3, 0, 1); \
  *++top = load_operand<n>(pc + 1);       \
  pc += (n) + 1;                          \
  DOVETAIL_NEXT();

#define DOVETAIL_RUN_DUP(y, n)                 \
  op_dup##n : DOVETAIL_REQUIRE(3, n, (n) + 1); \
  top[1] = top[1 - (n)];                       \
  ++top;                                       \
  ++pc;                                        \
  DOVETAIL_NEXT();

#define DOVETAIL_RUN_SWAP(y, n)                       \
  op_swap##n : DOVETAIL_REQUIRE(3, (n) + 1, (n) + 1); \
  {                                                   \
    const U256 item = *top;                           \
    *top = top[-(n)];                                 \
    top[-(n)] = item;                                 \
  }                                                   \
  ++pc;                                               \
  DOVETAIL_NEXT();

#define DOVETAIL_TARGET_PUSH(y, n) targets[0x5f + (n)] = &&op_push##n;
#define DOVETAIL_TARGET_DUP(y, n) targets[0x7f + (n)] = &&op_dup##n;
#define DOVETAIL_TARGET_SWAP(y, n) targets[0x8f + (n)] = &&op_swap##n;

// Jumps to the JUMPDEST that the word names, and over it: it does nothing but cost gas.
#define DOVETAIL_LAND(word)                                                           \
  if (!(word).fits_u64() || !frame->code->is_jumpdest((word).low_u64())) [[unlikely]] \
    goto halt;                                                                        \
  pc = frame->code->code + (word).low_u64() + 1;                                      \
  DOVETAIL_REQUIRE_ROW(jumpdest);                                                     \
  DOVETAIL_NEXT()

// Stores the registers and goes on with the frame that the expression gives.
#define DOVETAIL_SWITCH(expression) \
  frame->pc = pc + 1;               \
  frame->top = top;                 \
  frame->gas = gas;                 \
  frame = (expression);             \
  goto resume

namespace {
DOVETAIL_FLOW_OPCODES(DOVETAIL_ROW)
}  // namespace

void Machine::run(Frame* frame) {
  const void* targets[256];
  for (const void*& target : targets) target = &&halt;
  DOVETAIL_PLAIN_OPCODES(DOVETAIL_TARGET)
  DOVETAIL_FRAME_OPCODES(DOVETAIL_TARGET)
  DOVETAIL_GAS_OPCODES(DOVETAIL_TARGET)
  DOVETAIL_FLOW_OPCODES(DOVETAIL_TARGET)
  DOVETAIL_1_TO_16(DOVETAIL_TARGET_PUSH, _)
  DOVETAIL_17_TO_32(DOVETAIL_TARGET_PUSH, _)
  DOVETAIL_1_TO_16(DOVETAIL_TARGET_DUP, _)
  DOVETAIL_1_TO_16(DOVETAIL_TARGET_SWAP, _)

  const uint8_t* pc = nullptr;
  U256 *top = nullptr, *base = nullptr;
  int64_t gas = 0;

resume:
  if (frame == nullptr) return;
  pc = frame->pc;
  top = frame->top;
  base = frame->base;
  gas = frame->gas;
  DOVETAIL_NEXT();

  DOVETAIL_PLAIN_OPCODES(DOVETAIL_RUN_PLAIN)
  DOVETAIL_FRAME_OPCODES(DOVETAIL_RUN_READ)
  DOVETAIL_GAS_OPCODES(DOVETAIL_RUN_METERED)
  DOVETAIL_1_TO_16(DOVETAIL_RUN_PUSH, _)
  DOVETAIL_17_TO_32(DOVETAIL_RUN_PUSH, _)
  DOVETAIL_1_TO_16(DOVETAIL_RUN_DUP, _)
  DOVETAIL_1_TO_16(DOVETAIL_RUN_SWAP, _)

op_pc:
  DOVETAIL_REQUIRE_ROW(pc);
  *++top = U256(static_cast<uint64_t>(pc - frame->code->code));
  ++pc;
  DOVETAIL_NEXT();
op_gas:
  DOVETAIL_REQUIRE_ROW(gas);
  *++top = U256(static_cast<uint64_t>(gas));
  ++pc;
  DOVETAIL_NEXT();
op_jumpdest:
  DOVETAIL_REQUIRE_ROW(jumpdest);
  ++pc;
  DOVETAIL_NEXT();
op_jumpi:
  DOVETAIL_REQUIRE_ROW(jumpi);
  top -= 2;
  if (top[1].is_zero()) {
    ++pc;
    DOVETAIL_NEXT();
  }
  DOVETAIL_LAND(top[2]);
op_jump:
  DOVETAIL_REQUIRE_ROW(jump);
  --top;
  DOVETAIL_LAND(top[1]);

op_call:
  DOVETAIL_REQUIRE_ROW(call);
  DOVETAIL_SWITCH(call(*frame, CallKind::call));
op_callcode:
  DOVETAIL_REQUIRE_ROW(callcode);
  DOVETAIL_SWITCH(call(*frame, CallKind::callcode));
op_delegatecall:
  DOVETAIL_REQUIRE_ROW(delegatecall);
  DOVETAIL_SWITCH(call(*frame, CallKind::delegatecall));
op_staticcall:
  DOVETAIL_REQUIRE_ROW(staticcall);
  DOVETAIL_SWITCH(call(*frame, CallKind::staticcall));
op_create:
  DOVETAIL_REQUIRE_ROW(create);
  DOVETAIL_SWITCH(create(*frame, false));
op_create2:
  DOVETAIL_REQUIRE_ROW(create2);
  DOVETAIL_SWITCH(create(*frame, true));
op_selfdestruct:
  DOVETAIL_REQUIRE_ROW(selfdestruct);
  DOVETAIL_SWITCH(self_destruct(*frame));
op_return_:
  DOVETAIL_REQUIRE_ROW(return_);
  DOVETAIL_SWITCH(return_output(*frame, Outcome::success));
op_revert:
  DOVETAIL_REQUIRE_ROW(revert);
  DOVETAIL_SWITCH(return_output(*frame, Outcome::revert));
op_stop:
  DOVETAIL_REQUIRE_ROW(stop);
  DOVETAIL_SWITCH(leave(*frame, Outcome::success, {}));
halt:
  DOVETAIL_SWITCH(halt(*frame));
}

}  // namespace dovetail::zkevm
