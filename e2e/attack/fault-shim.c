/*
 * Preloaded into a process that writes tags: counts its file system calls below one folder, and makes one of them go
 * wrong. GENRESCOPE_ATTACK_FOLDER names the folder, GENRESCOPE_ATTACK_CONTROL a file of 64 KiB (struct control) through
 * which the campaign says what shall fail and learns what was called. Children do not get the shim.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* The numbers are those of fault-kinds.ts. */
enum call { OPEN = 1, CREATE, READ, WRITE, RENAME, UNLINK, SYNC, TRUNCATE, COPY, ATTRIBUTE, MKDIR, LINK, CLONE };
enum fault { NONE, KILL_BEFORE, KILL_AFTER, KILL_TORN, FAIL_EIO, FAIL_ENOSPC, FAIL_EINTR, FAIL_EACCES, SHORT, DISK_FULL, SYNC_FAILS };
enum action { PASS, FAIL, HALF, THEN_KILL, HALF_THEN_KILL };

#define CONTROL_BYTES 65536
#define NAME_BYTES 40
#define PATH_BYTES 448
#define KIND_COUNT (CONTROL_BYTES - 512)

struct control {
  _Atomic int64_t count;
  int64_t at;
  int32_t fault;
  _Atomic int32_t fired;
  char name[NAME_BYTES];
  char path[PATH_BYTES];
  uint8_t kinds[KIND_COUNT];
};

#define MOST_FILES 4096
static struct control *control;
static char folder[1024];
static size_t folder_length;
static _Atomic uint8_t watched[MOST_FILES];

__attribute__((constructor)) static void start(void) {
  const char *file = getenv("GENRESCOPE_ATTACK_CONTROL");
  const char *below = getenv("GENRESCOPE_ATTACK_FOLDER");
  unsetenv("LD_PRELOAD");
  if (!file || !below || strlen(below) >= sizeof folder) return;
  int fd = syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) return;
  void *memory = mmap(NULL, CONTROL_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  syscall(SYS_close, fd);
  if (memory == MAP_FAILED) return;
  strcpy(folder, below);
  folder_length = strlen(folder);
  control = memory;
}

static int is_below(const char *path) {
  return control && path && strncmp(path, folder, folder_length) == 0 && path[folder_length] == '/';
}

static int is_watched(int fd) {
  return control && fd >= 0 && fd < MOST_FILES && watched[fd];
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static enum action fail(int code) {
  errno = code;
  return FAIL;
}

static int needs_space(enum call kind) {
  return kind == CREATE || kind == WRITE || kind == COPY || kind == CLONE || kind == MKDIR || kind == LINK;
}

/* @param path NULL where the call has only `fd` */
static void note(const char *name, const char *path, int fd) {
  strncpy(control->name, name, NAME_BYTES - 1);
  if (path) {
    strncpy(control->path, path, PATH_BYTES - 1);
    return;
  }
  char link[40];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  syscall(SYS_readlinkat, AT_FDCWD, link, control->path, PATH_BYTES - 1);
}

/* Counts a call and says what becomes of it. */
static enum action meet(enum call kind, const char *name, const char *path, int fd) {
  int64_t number = ++control->count;
  if (number <= KIND_COUNT) control->kinds[number - 1] = (uint8_t)kind;
  if (control->at == 0 || number < control->at) return PASS;
  if (control->fault == DISK_FULL) {
    if (!needs_space(kind)) return PASS;
    if (control->fired++ > 0) return fail(ENOSPC);
    note(name, path, fd);
    return kind == WRITE ? HALF : fail(ENOSPC);
  }
  if (control->fault == SYNC_FAILS ? kind != SYNC || control->fired > 0 : number != control->at) return PASS;
  control->fired = 1;
  note(name, path, fd);
  switch (control->fault) {
    case KILL_BEFORE: die(); return PASS;
    case KILL_AFTER: return THEN_KILL;
    case KILL_TORN: return HALF_THEN_KILL;
    case FAIL_EIO: case SYNC_FAILS: return fail(EIO);
    case FAIL_ENOSPC: return fail(ENOSPC);
    case FAIL_EINTR: return fail(EINTR);
    case FAIL_EACCES: return fail(EACCES);
    case SHORT: return HALF;
    default: return PASS;
  }
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define ATTACK(condition, kind, path, fd) enum action action = (condition) ? meet(kind, __func__, path, fd) : PASS; if (action == FAIL) return -1
#define FINISH(result) do { int kept = errno; if (action == THEN_KILL || action == HALF_THEN_KILL) die(); errno = kept; return result; } while (0)
/* Half of a length, but one byte stays one: nothing at all would mean the end of the file. */
#define SHORTENED(length) ((action == HALF || action == HALF_THEN_KILL) && (length) > 1 ? (length) / 2 : (length))

static int opened(int fd, int below) {
  if (fd >= 0 && fd < MOST_FILES) watched[fd] = (uint8_t)below;
  return fd;
}

static enum call open_kind(const char *path, int flags) {
  if (!(flags & O_CREAT)) return OPEN;
  int kept = errno;
  int exists = syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
  errno = kept;
  return exists ? OPEN : CREATE;
}

#define MODE_OF(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }
#define OPEN_LIKE(name) \
  int name(const char *path, int flags, ...) { REAL(name); MODE_OF(flags); int below = is_below(path); \
    ATTACK(below, open_kind(path, flags), path, -1); int result = opened(real(path, flags, mode), below); FINISH(result); }
#define OPENAT_LIKE(name) \
  int name(int at, const char *path, int flags, ...) { REAL(name); MODE_OF(flags); int below = is_below(path); \
    ATTACK(below, open_kind(path, flags), path, -1); int result = opened(real(at, path, flags, mode), below); FINISH(result); }
OPEN_LIKE(open)
OPEN_LIKE(open64)
OPENAT_LIKE(openat)
OPENAT_LIKE(openat64)

#define ON_FILE(kind, type, name, parameters, ...) \
  type name parameters { REAL(name); ATTACK(is_watched(fd), kind, NULL, fd); type result = real(__VA_ARGS__); FINISH(result); }
ON_FILE(READ, ssize_t, read, (int fd, void *buffer, size_t length), fd, buffer, SHORTENED(length))
ON_FILE(READ, ssize_t, pread, (int fd, void *buffer, size_t length, off_t at), fd, buffer, SHORTENED(length), at)
ON_FILE(READ, ssize_t, pread64, (int fd, void *buffer, size_t length, off64_t at), fd, buffer, SHORTENED(length), at)
ON_FILE(WRITE, ssize_t, write, (int fd, const void *buffer, size_t length), fd, buffer, SHORTENED(length))
ON_FILE(WRITE, ssize_t, pwrite, (int fd, const void *buffer, size_t length, off_t at), fd, buffer, SHORTENED(length), at)
ON_FILE(WRITE, ssize_t, pwrite64, (int fd, const void *buffer, size_t length, off64_t at), fd, buffer, SHORTENED(length), at)
ON_FILE(SYNC, int, fsync, (int fd), fd)
ON_FILE(SYNC, int, fdatasync, (int fd), fd)
ON_FILE(TRUNCATE, int, ftruncate, (int fd, off_t length), fd, length)
ON_FILE(TRUNCATE, int, ftruncate64, (int fd, off64_t length), fd, length)
ON_FILE(ATTRIBUTE, int, fchmod, (int fd, mode_t mode), fd, mode)
ON_FILE(ATTRIBUTE, int, fchown, (int fd, uid_t owner, gid_t group), fd, owner, group)
ON_FILE(ATTRIBUTE, int, futimens, (int fd, const struct timespec times[2]), fd, times)
ON_FILE(ATTRIBUTE, int, fsetxattr, (int fd, const char *name, const void *value, size_t size, int flags), fd, name, value, size, flags)
ON_FILE(COPY, ssize_t, sendfile, (int fd, int from, off_t *at, size_t length), fd, from, at, SHORTENED(length))
ON_FILE(COPY, ssize_t, sendfile64, (int fd, int from, off64_t *at, size_t length), fd, from, at, SHORTENED(length))

/* A short vector is its first half of pieces; one piece alone is cut. */
static int shorten_vector(const struct iovec *vector, int count, struct iovec *single) {
  if (count > 1) return count / 2;
  *single = vector[0];
  if (single->iov_len > 1) single->iov_len /= 2;
  return 1;
}
#define VECTOR(kind, name, parameters, ...) \
  ssize_t name parameters { REAL(name); ATTACK(is_watched(fd), kind, NULL, fd); struct iovec single; \
    if ((action == HALF || action == HALF_THEN_KILL) && count > 0) { \
      int fewer = shorten_vector(vector, count, &single); if (count == 1) vector = &single; count = fewer; } \
    ssize_t result = real(__VA_ARGS__); FINISH(result); }
VECTOR(READ, readv, (int fd, const struct iovec *vector, int count), fd, vector, count)
VECTOR(READ, preadv, (int fd, const struct iovec *vector, int count, off_t at), fd, vector, count, at)
VECTOR(READ, preadv64, (int fd, const struct iovec *vector, int count, off64_t at), fd, vector, count, at)
VECTOR(WRITE, writev, (int fd, const struct iovec *vector, int count), fd, vector, count)
VECTOR(WRITE, pwritev, (int fd, const struct iovec *vector, int count, off_t at), fd, vector, count, at)
VECTOR(WRITE, pwritev64, (int fd, const struct iovec *vector, int count, off64_t at), fd, vector, count, at)

#define ON_PATH(kind, name, parameters, ...) \
  int name parameters { REAL(name); ATTACK(is_below(path), kind, path, -1); int result = real(__VA_ARGS__); FINISH(result); }
ON_PATH(UNLINK, unlink, (const char *path), path)
ON_PATH(UNLINK, unlinkat, (int at, const char *path, int flags), at, path, flags)
ON_PATH(UNLINK, rmdir, (const char *path), path)
ON_PATH(MKDIR, mkdir, (const char *path, mode_t mode), path, mode)
ON_PATH(ATTRIBUTE, chmod, (const char *path, mode_t mode), path, mode)
ON_PATH(ATTRIBUTE, chown, (const char *path, uid_t owner, gid_t group), path, owner, group)
ON_PATH(ATTRIBUTE, lchown, (const char *path, uid_t owner, gid_t group), path, owner, group)
ON_PATH(ATTRIBUTE, utimensat, (int at, const char *path, const struct timespec times[2], int flags), at, path, times, flags)
ON_PATH(ATTRIBUTE, setxattr, (const char *path, const char *name, const void *value, size_t size, int flags), path, name, value, size, flags)
ON_PATH(ATTRIBUTE, lsetxattr, (const char *path, const char *name, const void *value, size_t size, int flags), path, name, value, size, flags)
ON_PATH(TRUNCATE, truncate, (const char *path, off_t length), path, length)

#define ON_TWO_PATHS(kind, name, parameters, ...) \
  int name parameters { REAL(name); ATTACK(is_below(path) || is_below(target), kind, target, -1); int result = real(__VA_ARGS__); FINISH(result); }
ON_TWO_PATHS(RENAME, rename, (const char *path, const char *target), path, target)
ON_TWO_PATHS(RENAME, renameat, (int at, const char *path, int to, const char *target), at, path, to, target)
ON_TWO_PATHS(RENAME, renameat2, (int at, const char *path, int to, const char *target, unsigned flags), at, path, to, target, flags)
ON_TWO_PATHS(LINK, link, (const char *path, const char *target), path, target)
ON_TWO_PATHS(LINK, linkat, (int at, const char *path, int to, const char *target, int flags), at, path, to, target, flags)
ON_TWO_PATHS(LINK, symlink, (const char *path, const char *target), path, target)

int ioctl(int fd, unsigned long request, ...) {
  REAL(ioctl);
  va_list list;
  va_start(list, request);
  void *argument = va_arg(list, void *);
  va_end(list);
  ATTACK(request == FICLONE && is_watched(fd), CLONE, NULL, fd);
  int result = real(fd, request, argument);
  FINISH(result);
}

ssize_t copy_file_range(int from, off64_t *at, int fd, off64_t *to, size_t length, unsigned flags) {
  REAL(copy_file_range);
  ATTACK(is_watched(fd), COPY, NULL, fd);
  ssize_t result = real(from, at, fd, to, SHORTENED(length), flags);
  FINISH(result);
}

int close(int fd) {
  REAL(close);
  if (fd >= 0 && fd < MOST_FILES) watched[fd] = 0;
  return real(fd);
}

/* libuv copies ranges and closes files this way. */
long syscall(long number, ...) {
  REAL(syscall);
  long a[6];
  va_list list;
  va_start(list, number);
  for (int index = 0; index < 6; index++) a[index] = va_arg(list, long);
  va_end(list);
  if (number == SYS_close && a[0] >= 0 && a[0] < MOST_FILES) watched[a[0]] = 0;
  ATTACK(number == SYS_copy_file_range && is_watched((int)a[2]), COPY, NULL, (int)a[2]);
  if (number == SYS_copy_file_range) a[4] = (long)SHORTENED((size_t)a[4]);
  long result = real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  FINISH(result);
}
