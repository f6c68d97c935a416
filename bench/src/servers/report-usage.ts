/**
 * Preloaded (`--import`) into every measured server: tells whoever started it what it has used so far, and ends it together
 * with whoever started it.
 */
export interface Usage {
  /** Microseconds of processor time of all threads, in user and kernel mode. */
  readonly cpu_us: number;
  readonly rss_bytes: number;
}

process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  const usage: Usage = { cpu_us: user + system, rss_bytes: process.memoryUsage.rss() };
  process.send?.(usage);
});
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
