/*
 * Records what a process does to one file and to those whose names begin like it, as SQLite's log does, in the order in
 * which it happens: loaded by LD_PRELOAD, it stands between the process and the C library.
 *
 * RECORD_WRITES_OF is the file, RECORD_WRITES_TO the record; tests/support/power_loss.py reads it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE = 2, SYNC = 3, UNLINK = 4 };

struct head {
    double at; /* CLOCK_MONOTONIC, which every process of this machine reads alike */
    int64_t kind, offset, size, path_size;
};

/* One thing at a time, so that the record has the order of what it records. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static const char *watched;
static int record = -1;

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    const char *to = getenv("RECORD_WRITES_TO");
    watched = getenv("RECORD_WRITES_OF");
    if (watched && to) record = open(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_watched(const char *path) {
    size_t size = strlen(path);
    /* the index of the log is shared memory, which no restart finds again */
    return strncmp(path, watched, strlen(watched)) == 0 && !(size > 4 && strcmp(path + size - 4, "-shm") == 0);
}

static int path_of(int fd, char path[PATH_MAX]) {
    char link[64];
    if (record < 0 || fd == record) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    if (size <= 0) return 0;
    path[size] = 0;
    return is_watched(path);
}

static void note(int64_t kind, const char *path, int64_t offset, const void *data, int64_t size) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct head head = {now.tv_sec + now.tv_nsec / 1e9, kind, offset, size, (int64_t)strlen(path)};
    struct iovec parts[] = {
        {&head, sizeof head}, {(void *)path, (size_t)head.path_size}, {(void *)data, data ? (size_t)size : 0}};
    ssize_t wanted = (ssize_t)(sizeof head + parts[1].iov_len + parts[2].iov_len);
    if (writev(record, parts, 3) != wanted) abort(); /* half a record would prove nothing */
}

/* What a watched call does: the real one first, and its record before anybody else's turn. */
#define RECORDED(call, worked, ...)                 \
    char path[PATH_MAX];                            \
    if (!path_of(fd, path)) return call;            \
    pthread_mutex_lock(&turn);                      \
    __typeof__(call) did = call;                    \
    if (worked) note(__VA_ARGS__);                  \
    pthread_mutex_unlock(&turn);                    \
    return did

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    REAL(pwrite);
    RECORDED(real(fd, data, size, offset), did > 0, WRITE, path, offset, data, did);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    REAL(pwrite64);
    RECORDED(real(fd, data, size, offset), did > 0, WRITE, path, offset, data, did);
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    RECORDED(real(fd, data, size), did > 0, WRITE, path, lseek(fd, 0, SEEK_CUR) - did, data, did);
}

int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    RECORDED(real(fd, size), did == 0, TRUNCATE, path, 0, NULL, size);
}

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    RECORDED(real(fd, size), did == 0, TRUNCATE, path, 0, NULL, size);
}

int fsync(int fd) {
    REAL(fsync);
    RECORDED(real(fd), did == 0, SYNC, path, 0, NULL, 0);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    RECORDED(real(fd), did == 0, SYNC, path, 0, NULL, 0);
}

int unlink(const char *path) {
    REAL(unlink);
    if (record < 0 || !is_watched(path)) return real(path);
    pthread_mutex_lock(&turn);
    int did = real(path);
    if (did == 0) note(UNLINK, path, 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return did;
}
