/** One link for each kernel: notebooks on the same kernel share it. */

import type { Kernel } from '@jupyterlab/services';

import { KernelLink, type Wishes } from './link';

/** The links of this browser window by kernel id. */
export class Links {
  constructor(private readonly _wishes: () => Wishes) {}

  /** Return the link of the kernel; a connection that may hold comms replaces one that may not. */
  of(kernel: Kernel.IKernelConnection): KernelLink {
    const known = this._links.get(kernel.id);
    const isBetter = kernel.handleComms && known?.kernel.handleComms === false;
    if (known && !known.isDisposed && !isBetter) {
      return known;
    }
    known?.dispose();
    const link = new KernelLink(kernel, this._wishes);
    this._links.set(kernel.id, link);
    kernel.disposed.connect(() => {
      if (this._links.get(kernel.id) === link) {
        this._links.delete(kernel.id);
      }
    });
    return link;
  }

  /** Tell every kernel the settings again. */
  tellSettings(): void {
    this._links.forEach(link => link.tellSettings());
  }

  private readonly _links = new Map<string, KernelLink>();
}
