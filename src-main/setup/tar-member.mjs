// @ts-check

const BLOCK = 512;

/**
 * The content of one file of a tar archive, piece by piece as the archive streams in.
 * @param {AsyncIterable<Buffer>} archive the unpacked tar stream
 * @param {string} name the wanted file as the archive names it; at most 100 bytes, so no long-name extension is needed
 * @returns {AsyncGenerator<Buffer, void>}
 */
export async function* tarMember(archive, name) {
  /** @type {Buffer} */
  let pending = Buffer.alloc(0);
  let member = { isWanted: false, contentLeft: 0, paddingLeft: 0 };
  let isFound = false;
  for await (const chunk of archive) {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    while (pending.length > 0) {
      const isContent = member.contentLeft > 0;
      const take = Math.min(isContent ? member.contentLeft : member.paddingLeft || BLOCK, pending.length);
      const part = pending.subarray(0, take);
      if (isContent) {
        if (member.isWanted) yield part;
        member.contentLeft -= take;
      } else if (member.paddingLeft > 0) {
        member.paddingLeft -= take;
      } else if (take === BLOCK) {
        member = readHeader(part, name);
        isFound ||= member.isWanted;
      } else break;
      pending = pending.subarray(take);
    }
  }
  if (!isFound || (member.isWanted && member.contentLeft > 0)) throw new Error(`The archive holds no whole "${name}".`);
}

/** @param {Buffer} header @param {string} wantedName */
function readHeader(header, wantedName) {
  const size = readSize(header);
  const type = String.fromCharCode(header[156] ?? 0);
  const isFile = type === '0' || type === '\0';
  return {
    isWanted: isFile && readText(header, 0, 100) === wantedName,
    contentLeft: size,
    paddingLeft: (BLOCK - (size % BLOCK)) % BLOCK,
  };
}

/** @param {Buffer} header */
function readSize(header) {
  return Number.parseInt(readText(header, 124, 12).trim() || '0', 8);
}

/** @param {Buffer} header @param {number} start @param {number} length */
function readText(header, start, length) {
  return header.toString('latin1', start, start + length).split('\0', 1)[0] ?? '';
}
