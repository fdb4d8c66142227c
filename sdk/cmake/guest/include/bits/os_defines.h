#pragma once
// libstdc++ takes its view of the operating system from here. The guest has none; the host's file
// would pull in glibc.
