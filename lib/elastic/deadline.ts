/**
 * Runs `work` for at most `ms`, or until `signal` is aborted; both reach `work` as a signal.
 *
 * The race is not a repetition of that signal: what does not listen to it, or not yet, such as a
 * proxy that is silent while it connects, must not hold anybody up.
 *
 * @throws the signal's reason, or a `TimeoutError`.
 */
export async function withDeadline<T>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const end = Promise.withResolvers<never>();
  const stop = (reason: unknown) => {
    controller.abort(reason);
    end.reject(reason);
  };
  const onAbort = () => stop(signal?.reason);
  const timer = setTimeout(
    () => stop(new DOMException(`No whole answer within ${ms / 1000} s`, "TimeoutError")),
    ms,
  );
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work(controller.signal), end.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
