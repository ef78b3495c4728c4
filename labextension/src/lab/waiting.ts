/** Waits that end: no promise of a kernel is trusted to settle. */

import type { Kernel } from '@jupyterlab/services';

/** Resolve like `promise`, or with `otherwise` after `milliseconds` or when it fails. */
export function within<T, U>(
  milliseconds: number,
  promise: PromiseLike<T>,
  otherwise: U
): Promise<T | U> {
  return new Promise(resolve => {
    const timer = window.setTimeout(() => resolve(otherwise), milliseconds);
    const settle = (value: T | U) => {
      window.clearTimeout(timer);
      resolve(value);
    };
    promise.then(settle, () => settle(otherwise));
  });
}

/** Let a task run by itself; what it could not do shows in the state it leaves. */
export function soon(task: Promise<unknown>): void {
  task.catch(reason => console.debug('jupyter-green:', reason));
}

/** Wait until a comm's subshell exists, where kernel and JupyterLab know subshells (4.4 and later). */
export async function subshellReady(
  kernel: Kernel.IKernelConnection,
  comm: Kernel.IComm
): Promise<void> {
  const knows = (kernel as { supportsSubshells?: boolean }).supportsSubshells === true;
  const started = (comm as { subshellStarted?: Promise<void> }).subshellStarted;
  if (knows && started) {
    await within(2000, started, undefined);
  }
}

/** Call `task` once after a burst of calls, at most every `milliseconds`. */
export function calmly(milliseconds: number, task: () => void): () => void {
  let timer = 0;
  return () => {
    if (timer === 0) {
      timer = window.setTimeout(() => {
        timer = 0;
        task();
      }, milliseconds);
    }
  };
}
