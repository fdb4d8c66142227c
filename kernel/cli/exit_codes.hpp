#pragma once
// What `dovetail` ends with. The numbers are part of the interface: scripts and systemd read them.

namespace dovetail::cli {

inline constexpr int kOk = 0;              ///< done; also a node that was stopped by a signal
inline constexpr int kFailure = 1;         ///< it could not be done; standard error says why
inline constexpr int kUsage = 2;           ///< the command line is wrong
inline constexpr int kConfiguration = 78;  ///< the configuration is wrong: EX_CONFIG of sysexits.h

}  // namespace dovetail::cli
