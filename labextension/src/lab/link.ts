/** The live line to one kernel: opened when it can be, dropped on restart, absent without harm. */

import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import { COMM_TARGET, WAKE_TARGET, type State } from '../core/protocol';
import { isHello, readState } from '../core/reading';
import { soon, subshellReady, within } from './waiting';

/** Where the line stands; each has its own words and next step in the sidebar. */
export type LinkStatus =
  | 'connecting'
  | 'live'
  | 'off' // the kernel has not loaded jupyter_green
  | 'missing' // its environment does not have the package
  | 'foreign' // not an IPython kernel
  | 'elsewhere' // another notebook holds this kernel's line
  | 'silent' // it does not answer
  | 'gone';

/** What the settings ask of every kernel. */
export interface Wishes {
  loadOnStart: boolean;
  inline: boolean;
  region: string;
  residency: string[];
}

interface Waiting {
  resolve: (answer: object) => void;
  reject: (reason: Error) => void;
}

type Outcome = 'live' | 'refused' | 'missing' | 'silent';

const LOAD = `get_ipython().extension_manager.load_extension("jupyter_green")`;
const LOAD_WAIT = 6000;
const HELLO_WAITS = [2500, 4000, 6000, 8000];

/** One line for each kernel, shared by all notebooks on it. */
export class KernelLink implements IDisposable {
  constructor(
    readonly kernel: Kernel.IKernelConnection,
    private readonly _wishes: () => Wishes
  ) {
    kernel.statusChanged.connect(this._onKernelStatus, this);
    kernel.connectionStatusChanged.connect(this._onConnection, this);
    kernel.disposed.connect(this.dispose, this);
    if (kernel.handleComms) {
      kernel.registerCommTarget(WAKE_TARGET, this._onWake);
    }
    soon(this._connect(this._wishes().loadOnStart));
  }

  get status(): LinkStatus {
    return this._status;
  }

  /** The last state the kernel told; null until it did, and again after a restart. */
  get state(): State | null {
    return this._state;
  }

  /** Counts what changes the kernel's answers about the same text: connections and settings. */
  get epoch(): number {
    return this._epoch;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Load the kernel side because the reader asked for it. */
  enable(): Promise<void> {
    this._drop();
    return this._connect(true);
  }

  /** Ask the kernel; resolves with its answer, however long a running cell keeps it, and rejects in one plain line. */
  ask(type: string, body: object = {}): Promise<object> {
    const comm = this._comm;
    if (this._status !== 'live' || !comm) {
      return Promise.reject(new Error('not connected'));
    }
    const request = ++this._requests;
    return new Promise((resolve, reject) => {
      this._waiting.set(request, { resolve, reject });
      comm.send({ type, request, ...body });
    });
  }

  /** Tell the kernel the settings; nobody waits for the answer. */
  tellSettings(): void {
    this._epoch++;
    const { inline, region, residency } = this._wishes();
    this.ask('settings', { inline, region: region || null, residency, hours: null }).catch(
      () => undefined
    );
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._drop();
    this._setStatus('gone');
    Signal.clearData(this);
  }

  private async _connect(load: boolean): Promise<void> {
    const attempt = ++this._attempt;
    const isStale = () => attempt !== this._attempt || this._isDisposed;
    this._setStatus('connecting');
    const foreign = !(await isIPython(this.kernel));
    if (isStale()) {
      return;
    }
    if (foreign || !this.kernel.handleComms) {
      this._setStatus(foreign ? 'foreign' : 'elsewhere');
      return;
    }
    // A busy kernel would queue the silent request behind its cell, while its comm may answer at once on a subshell.
    const askFirst = !load || this.kernel.status === 'busy';
    let outcome: Outcome = askFirst ? await this._open(isStale) : 'refused';
    for (let tries = 0; tries < 2 && outcome === 'refused' && load && !isStale(); tries++) {
      const loaded = await this._load();
      outcome = loaded && !isStale() ? await this._open(isStale) : 'missing';
    }
    if (!isStale() && outcome !== 'live') {
      this._setStatus(outcome === 'missing' ? 'missing' : outcome === 'refused' ? 'off' : 'silent');
    }
  }

  /** Load the kernel side; true as well when no reply came: it can get lost where the first connection is deaf. */
  private async _load(): Promise<boolean> {
    try {
      const content = { code: LOAD, silent: true, store_history: false };
      const { done } = this.kernel.requestExecute(content, true);
      const first = await within(LOAD_WAIT, done, null);
      const reply = first ?? (this.kernel.status === 'busy' ? await done : null);
      return reply === null || reply?.content.status === 'ok';
    } catch {
      return false; // the kernel was restarted or shut down meanwhile
    }
  }

  /** Open the comm and wait for its hello, again and again with longer waits. */
  private async _open(isStale: () => boolean): Promise<'live' | 'refused' | 'silent'> {
    for (const [miss, wait] of HELLO_WAITS.entries()) {
      if (isStale() || this.kernel.isDisposed) {
        return 'silent';
      }
      const comm = this.kernel.createComm(COMM_TARGET);
      const hello = this._listen(comm);
      await subshellReady(this.kernel, comm);
      comm.open();
      const outcome = await within(wait, hello, 'silent' as const);
      if (isStale()) {
        closeQuietly(comm);
        return 'silent';
      }
      if (outcome === 'live') {
        this._comm = comm;
        this._setStatus('live');
        this.tellSettings();
        return 'live';
      }
      if (outcome === 'refused') {
        return 'refused';
      }
      closeQuietly(comm);
      if (this.kernel.status === 'busy') {
        // No answer from under a running cell is no fault; the next idle status tries again.
        return 'silent';
      }
      if (miss === 1) {
        await within(5000, this.kernel.reconnect(), undefined);
      }
    }
    return 'silent';
  }

  private _listen(comm: Kernel.IComm): Promise<'live' | 'refused'> {
    return new Promise(resolve => {
      comm.onMsg = message => {
        const data = message.content.data;
        if (isHello(data)) {
          resolve('live');
        } else {
          this._onMessage(data);
        }
      };
      comm.onClose = () => {
        resolve('refused');
        if (this._comm === comm) {
          this._comm = null;
          this._forget('the kernel side was unloaded');
          this._setStatus('off');
        }
      };
    });
  }

  private _onMessage(data: KernelMessage.ICommMsgMsg['content']['data']): void {
    if (data.type === 'state') {
      this._state = readState(data) ?? this._state;
      this._changed.emit();
      return;
    }
    const waiting = this._waiting.get(data.request as number);
    if (!waiting) {
      return;
    }
    this._waiting.delete(data.request as number);
    if (data.type === 'answer') {
      waiting.resolve(data);
    } else {
      waiting.reject(new Error(typeof data.message === 'string' ? data.message : 'no answer'));
    }
  }

  private _onKernelStatus(_: Kernel.IKernelConnection, status: Kernel.Status): void {
    if (status === 'restarting' || status === 'autorestarting' || status === 'dead') {
      this._drop();
      this._mustReconnect = true;
      this._setStatus(status === 'dead' ? 'silent' : 'connecting');
    } else if (status === 'idle' && (this._mustReconnect || this._status === 'silent')) {
      this._mustReconnect = false;
      soon(this._connect(this._wishes().loadOnStart));
    }
  }

  private _onConnection(_: Kernel.IKernelConnection, status: Kernel.ConnectionStatus): void {
    if (status === 'connected' && this._status === 'live') {
      // What the kernel pushed while the line was down is lost, so ask for all of it.
      this.ask('state').then(
        answer => {
          this._state = readState(answer) ?? this._state;
          this._changed.emit();
        },
        () => undefined
      );
    }
  }

  // `%load_ext` opens and closes an empty comm. It is not disposed here: the close is still on its way.
  private _onWake = (): void => {
    if (this._status !== 'live' && this._status !== 'connecting') {
      soon(this._connect(false));
    }
  };

  private _drop(): void {
    this._attempt++;
    const comm = this._comm;
    this._comm = null;
    this._state = null;
    this._forget('the kernel was restarted');
    if (comm) {
      closeQuietly(comm);
    }
  }

  private _forget(reason: string): void {
    const waiting = [...this._waiting.values()];
    this._waiting.clear();
    waiting.forEach(one => one.reject(new Error(reason)));
  }

  private _setStatus(status: LinkStatus): void {
    this._status = status;
    this._changed.emit();
  }

  private _status: LinkStatus = 'connecting';
  private _state: State | null = null;
  private _comm: Kernel.IComm | null = null;
  private _attempt = 0;
  private _requests = 0;
  private _epoch = 0;
  private _mustReconnect = false;
  private _isDisposed = false;
  private readonly _waiting = new Map<number, Waiting>();
  private readonly _changed = new Signal<this, void>(this);
}

function closeQuietly(comm: Kernel.IComm): void {
  comm.onClose = () => undefined;
  comm.onMsg = () => undefined;
  try {
    comm.close();
  } catch {
    comm.dispose(); // its kernel is gone, so there is nobody to tell
  }
}

/** Only IPython runs our code where the notebook's objects live; other kernels can call their language "python" too. */
async function isIPython(kernel: Kernel.IKernelConnection): Promise<boolean> {
  const info = await within(2500, kernel.info, null);
  if (info) {
    return info.implementation === 'ipython';
  }
  const spec = await within(2500, kernel.spec, undefined);
  return spec?.language === 'python' && spec.argv.some(word => word.includes('ipykernel'));
}
