/** Big-endian but where said. Outside the bytes there is 0, which every format reads as "nothing". */
export function uint16(view: DataView, offset: number, isLittleEndian = false): number {
  return isInside(view, offset, 2) ? view.getUint16(offset, isLittleEndian) : 0;
}

/** As uint16. */
export function uint32(view: DataView, offset: number, isLittleEndian = false): number {
  return isInside(view, offset, 4) ? view.getUint32(offset, isLittleEndian) : 0;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isInside(view: DataView, offset: number, length: number): boolean {
  return offset >= 0 && offset + length <= view.byteLength;
}
