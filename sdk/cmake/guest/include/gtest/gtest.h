#pragma once
// The part of GoogleTest's interface that freestanding tests use, so that one source runs natively
// under GoogleTest and on rv32im here: TEST, EXPECT_ and ASSERT_ with TRUE, FALSE, EQ, NE, LT, LE,
// GT and GE. A message after << is dropped; a failed comparison prints both sides as bytes in
// memory order.

#include <stddef.h>

#include <type_traits>

namespace testing::guest {

/// A registered test. Registers itself in order of construction.
struct Test {
  Test(const char* unit_name, const char* test_name, void (*test_body)());

  const char* unit;
  const char* name;
  void (*body)();
  Test* next = nullptr;
};

/// Counts and prints a failure of the running test.
struct Failure {
  Failure(const char* file, int line, const char* what);
  template <class T>
  const Failure& operator<<(const T&) const {
    return *this;
  }
};

/// Lets ASSERT_ leave a test: `return Leave{} = Failure(…) << …` is an expression of type void.
struct Leave {
  void operator=(const Failure&) const {}
};

void print_bytes(const char* label, const void* object, size_t size);

template <class T>
void print_operand(const char* label, const T& value) {
  if constexpr (std::is_trivially_copyable_v<T>) print_bytes(label, &value, sizeof value);
}

template <class A, class B, class Compare>
bool holds(const A& a, const B& b, Compare compare) {
  if (compare(a, b)) return true;
  print_operand("  left  ", a);
  print_operand("  right ", b);
  return false;
}

}  // namespace testing::guest

#define TEST(unit, name)                                                                    \
  static void unit##_##name##_test();                                                       \
  static ::testing::guest::Test unit##_##name##_entry{#unit, #name, &unit##_##name##_test}; \
  static void unit##_##name##_test()

#define DOVETAIL_GUEST_CHECK_(condition, text, leave) \
  switch (0)                                          \
  case 0:                                             \
  default:                                            \
    if (condition) {                                  \
    } else                                            \
      leave ::testing::guest::Failure(__FILE__, __LINE__, text)

#define DOVETAIL_GUEST_COMPARE_(a, b, op, leave)                                                  \
  DOVETAIL_GUEST_CHECK_(                                                                          \
      (::testing::guest::holds(a, b, [](const auto& x, const auto& y) { return bool(x op y); })), \
      #a " " #op " " #b, leave)

#define EXPECT_TRUE(condition) DOVETAIL_GUEST_CHECK_(static_cast<bool>(condition), #condition, )
#define EXPECT_FALSE(condition) \
  DOVETAIL_GUEST_CHECK_(!static_cast<bool>(condition), "!(" #condition ")", )
#define EXPECT_EQ(a, b) DOVETAIL_GUEST_COMPARE_(a, b, ==, )
#define EXPECT_NE(a, b) DOVETAIL_GUEST_COMPARE_(a, b, !=, )
#define EXPECT_LT(a, b) DOVETAIL_GUEST_COMPARE_(a, b, <, )
#define EXPECT_LE(a, b) DOVETAIL_GUEST_COMPARE_(a, b, <=, )
#define EXPECT_GT(a, b) DOVETAIL_GUEST_COMPARE_(a, b, >, )
#define EXPECT_GE(a, b) DOVETAIL_GUEST_COMPARE_(a, b, >=, )

#define DOVETAIL_GUEST_LEAVE_ return ::testing::guest::Leave{} =
#define ASSERT_TRUE(condition) \
  DOVETAIL_GUEST_CHECK_(static_cast<bool>(condition), #condition, DOVETAIL_GUEST_LEAVE_)
#define ASSERT_FALSE(condition) \
  DOVETAIL_GUEST_CHECK_(!static_cast<bool>(condition), "!(" #condition ")", DOVETAIL_GUEST_LEAVE_)
#define ASSERT_EQ(a, b) DOVETAIL_GUEST_COMPARE_(a, b, ==, DOVETAIL_GUEST_LEAVE_)
#define ASSERT_NE(a, b) DOVETAIL_GUEST_COMPARE_(a, b, !=, DOVETAIL_GUEST_LEAVE_)
#define ASSERT_LT(a, b) DOVETAIL_GUEST_COMPARE_(a, b, <, DOVETAIL_GUEST_LEAVE_)
#define ASSERT_LE(a, b) DOVETAIL_GUEST_COMPARE_(a, b, <=, DOVETAIL_GUEST_LEAVE_)
#define ASSERT_GT(a, b) DOVETAIL_GUEST_COMPARE_(a, b, >, DOVETAIL_GUEST_LEAVE_)
#define ASSERT_GE(a, b) DOVETAIL_GUEST_COMPARE_(a, b, >=, DOVETAIL_GUEST_LEAVE_)
#define FAIL() \
  return ::testing::guest::Leave{} = ::testing::guest::Failure(__FILE__, __LINE__, "FAIL()")
#define ADD_FAILURE() ::testing::guest::Failure(__FILE__, __LINE__, "ADD_FAILURE()")
