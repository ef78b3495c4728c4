import { beforeEach, describe, expect, it, vi } from 'vitest';

import { KernelLink } from './link';

type Handler = (message: { content: { data: object } }) => void;

class FakeComm {
  onMsg: Handler = () => undefined;
  onClose: () => void = () => undefined;
  sent: { [key: string]: unknown }[] = [];
  isClosed = false;

  constructor(private readonly _kernel: FakeKernel) {}

  open(): void {
    void Promise.resolve().then(() => this._kernel.onOpen(this));
  }

  send(data: { [key: string]: unknown }): void {
    this.sent.push(data);
  }

  close(): void {
    this.isClosed = true;
  }

  dispose(): void {}

  say(data: object): void {
    this.onMsg({ content: { data } });
  }
}

class FakeSignal {
  slots: [(sender: unknown, args: unknown) => void, unknown][] = [];

  connect(slot: (sender: unknown, args: unknown) => void, self?: unknown): void {
    this.slots.push([slot, self]);
  }

  emit(args: unknown): void {
    this.slots.forEach(([slot, self]) => slot.call(self, null, args));
  }
}

class FakeKernel {
  id = 'k';
  status = 'idle';
  handleComms = true;
  isDisposed = false;
  info = Promise.resolve({ implementation: 'ipython' });
  spec = Promise.resolve(undefined);
  statusChanged = new FakeSignal();
  connectionStatusChanged = new FakeSignal();
  disposed = new FakeSignal();
  comms: FakeComm[] = [];
  codes: string[] = [];
  isLoaded = true;
  hasPackage = true;
  wake: () => void = () => undefined;
  reconnect = vi.fn(() => Promise.resolve());

  createComm(): FakeComm {
    const comm = new FakeComm(this);
    this.comms.push(comm);
    return comm;
  }

  registerCommTarget(_: string, wake: () => void): void {
    this.wake = wake;
  }

  requestExecute({ code }: { code: string }): { done: Promise<object> } {
    this.codes.push(code);
    this.isLoaded ||= this.hasPackage;
    const status = this.hasPackage ? 'ok' : 'error';
    return { done: Promise.resolve({ content: { status } }) };
  }

  onOpen(comm: FakeComm): void {
    if (this.isLoaded) {
      comm.say({ type: 'hello', protocol: 1 });
    } else {
      comm.onClose();
    }
  }

  become(status: string): void {
    this.status = status;
    this.statusChanged.emit(status);
  }
}

const wishes = { loadOnStart: true, inline: true, region: '', residency: ['eu-*'] };

async function linked(change: Partial<FakeKernel> = {}, load = true) {
  const kernel = Object.assign(new FakeKernel(), change);
  const link = new KernelLink(kernel as never, () => ({ ...wishes, loadOnStart: load }));
  await vi.advanceTimersByTimeAsync(10);
  return { kernel, link };
}

describe('KernelLink', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('window', globalThis);
  });

  it('loads the kernel side silently, connects, and tells the settings', async () => {
    const { kernel, link } = await linked({ isLoaded: false });
    expect(link.status).toBe('live');
    expect(kernel.codes).toHaveLength(1);
    expect(kernel.comms[0].sent[0]).toMatchObject({ type: 'settings', residency: ['eu-*'] });
  });

  it('asks a busy kernel over the comm before it queues anything', async () => {
    const { kernel, link } = await linked({ status: 'busy' });
    expect(link.status).toBe('live');
    expect(kernel.codes).toEqual([]);
  });

  it('never runs code when the reader switched loading off, and waits for %load_ext', async () => {
    const { kernel, link } = await linked({ isLoaded: false }, false);
    expect(link.status).toBe('off');
    expect(kernel.codes).toEqual([]);
    kernel.isLoaded = true;
    kernel.wake();
    await vi.advanceTimersByTimeAsync(10);
    expect(link.status).toBe('live');
  });

  it('says that the package is missing', async () => {
    expect((await linked({ isLoaded: false, hasPackage: false })).link.status).toBe('missing');
  });

  it('goes on where the reply to its request is lost, and asks once more', async () => {
    const lost = { done: new Promise<object>(() => undefined) };
    const { kernel, link } = await linked({ isLoaded: false, requestExecute: () => lost });
    expect(link.status).toBe('connecting');
    kernel.requestExecute = FakeKernel.prototype.requestExecute;
    await vi.advanceTimersByTimeAsync(6500);
    expect(link.status).toBe('live');
    expect(kernel.codes).toHaveLength(1);
  });

  it('waits for its turn behind a cell that runs', async () => {
    let reply: (answer: object) => void = () => undefined;
    const late = { done: new Promise<object>(resolve => (reply = resolve)) };
    const { kernel, link } = await linked({ isLoaded: false, requestExecute: () => late });
    kernel.status = 'busy';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(link.status).toBe('connecting');
    kernel.isLoaded = true;
    reply({ content: { status: 'ok' } });
    await vi.advanceTimersByTimeAsync(10);
    expect(link.status).toBe('live');
  });

  it('leaves kernels that are not IPython alone', async () => {
    const { kernel, link } = await linked({ info: Promise.resolve({ implementation: 'echo' }) });
    expect(link.status).toBe('foreign');
    expect([kernel.codes, kernel.comms]).toEqual([[], []]);
  });

  it('does not wait for an info that never comes', async () => {
    const { link } = await linked({ info: new Promise(() => undefined) });
    await vi.advanceTimersByTimeAsync(3000);
    expect(link.status).toBe('foreign');
  });

  it('keeps off a connection that may not hold comms', async () => {
    expect((await linked({ handleComms: false })).link.status).toBe('elsewhere');
  });

  it('gives each answer to the request it belongs to', async () => {
    const { kernel, link } = await linked();
    const [comm] = kernel.comms;
    const first = link.ask('state');
    const second = link.ask('compare', { identity: 'j' });
    const [a, b] = comm.sent.slice(-2).map(sent => sent.request);
    comm.say({ type: 'error', request: b, message: 'unknown job' });
    comm.say({ type: 'answer', request: a, version: 1 });
    await expect(first).resolves.toMatchObject({ version: 1 });
    await expect(second).rejects.toThrow('unknown job');
  });

  it('drops what it knew at a restart and connects again when the kernel is idle', async () => {
    const { kernel, link } = await linked();
    kernel.comms[0].say({ type: 'state', version: 1 });
    expect(link.state).not.toBeNull();
    const lost = link.ask('state');
    kernel.become('restarting');
    await expect(lost).rejects.toThrow('restarted');
    expect([link.state, link.status]).toEqual([null, 'connecting']);
    kernel.become('idle');
    await vi.advanceTimersByTimeAsync(10);
    expect(link.status).toBe('live');
  });

  it('tries again, reconnects once, and gives up in the end on a kernel that never answers', async () => {
    const { kernel, link } = await linked({ onOpen: () => undefined });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(link.status).toBe('silent');
    expect(kernel.reconnect).toHaveBeenCalledTimes(1);
    expect(kernel.comms.length).toBeGreaterThan(2);
    expect(kernel.comms.every(comm => comm.isClosed)).toBe(true);
  });

  it('is gone with its kernel', async () => {
    const { kernel, link } = await linked();
    kernel.disposed.emit(undefined);
    expect(link.status).toBe('gone');
    await expect(link.ask('state')).rejects.toThrow('not connected');
  });
});
