// Loaded into the server by editing.mjs: on a signal it tells on standard error how much its heap holds, in MiB.
process.on('SIGUSR2', () => {
  const { heapUsed, heapTotal } = process.memoryUsage();
  process.stderr.write(JSON.stringify({ used: heapUsed / 1_048_576, total: heapTotal / 1_048_576 }));
});
