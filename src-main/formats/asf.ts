import { AppError } from '../contract/app-error.ts';
import type { FieldTexts } from '../contract/track.ts';
import { commentsOf, descriptionFields, isContentDescription, withComment } from './asf-content-description.ts';
import {
  attributeFields,
  attributeGenres,
  attributeTexts,
  emptyDescription,
  hasAttributes,
  namesGenre,
  withGenres,
  withTexts,
} from './asf-attributes.ts';
import type { EditedAttributes } from './asf-attributes.ts';
import type { AsfObject } from './asf-objects.ts';
import {
  ASF,
  damagedAsf,
  guidOf,
  OBJECT_HEADER_BYTES,
  objectBytes,
  objectsLength,
  objectSize,
  parseObjects,
} from './asf-objects.ts';
import { digestOf, joinBytes, littleEndian32, viewOf } from './bytes.ts';
import type { ByteSource } from './byte-source.ts';
import { fresh, keep } from './pieces.ts';
import type { Field, TagEditor } from './tag-format.ts';
import type { TextChanges } from './tag-texts.ts';
import { fieldTexts } from './tag-texts.ts';

/** The Header Object of an ASF file. */
interface AsfHeader {
  /** Position behind the header. */
  readonly end: number;
  /** The two reserved bytes behind the number of objects. */
  readonly reserved: Uint8Array;
  readonly objects: readonly AsfObject[];
  /** What stands behind the objects, if anything. */
  readonly rest: Uint8Array;
}

/** Pictures may be large; beyond this a file is damaged or made to harm. */
const MAXIMUM_HEADER = 64 * 2 ** 20;
const HEADER_FIELDS_BYTES = OBJECT_HEADER_BYTES + 6;
/** Of the Header Extension's content: two reserved fields, and the length of its objects. */
const EXTENSION_RESERVED_BYTES = 18;
const EXTENSION_FIELDS_BYTES = EXTENSION_RESERVED_BYTES + 4;
/** In the File Properties' content, behind the file's identifier. */
const FILE_SIZE_OFFSET = 16;

/**
 * Windows Media Audio (Advanced Systems Format specification 01.20.03). The genre stands in the Extended Content
 * Description alone afterwards, so that every program finds the same. The sound and the indexes behind the header count
 * in packets, or in bytes from the first packet, and may move.
 */
export const asfEditor: TagEditor = {
  readGenres: async (source) => (await asfEditor.read(source)).tags,

  async read(source) {
    const header = await readHeader(source);
    const lists = allObjects(header.objects).filter(hasAttributes);
    const descriptionsFirst = lists.toSorted((a, b) => Number(isDescription(b)) - Number(isDescription(a)));
    const genres = new Set(descriptionsFirst.flatMap(attributeGenres));
    const rest: Field[] = header.rest.length > 0 ? [{ name: 'ASF header end', digest: digestOf(header.rest) }] : [];
    const edited = editedAttributes(header.objects);
    const inHeader = header.objects.flatMap((object) => fieldsOf(object, source.size, edited));
    const fields = [{ name: 'ASF header', digest: digestOf(header.reserved) }, ...inHeader, ...rest];
    const data: Field = { name: 'ASF data', start: header.end, end: source.size };
    const tag = { tag: 'ASF', genres: [...genres], texts: textsOf(header.objects) };
    return { tags: [tag], fields: [...fields, data] };
  },

  async edit(source, genres, { keepsGenres = false, texts }) {
    const header = await readHeader(source);
    const withGenre = keepsGenres ? header.objects : replaceGenres(header.objects, genres);
    const objects = absorbInPadding(header.objects, texts ? replaceTexts(withGenre, texts) : withGenre);
    const length = HEADER_FIELDS_BYTES + objectsLength(objects) + header.rest.length;
    if (length > MAXIMUM_HEADER)
      throw new AppError('tags-unsupported', 'The tags would be too long for a Windows Media file.');
    const size = source.size - header.end + length;
    const sized = objects.map((object) =>
      statesSize(object, source.size) ? { ...object, content: withFileSize(object.content, size) } : object,
    );
    const content = joinBytes([
      littleEndian32(objects.length),
      header.reserved,
      ...sized.map(objectBytes),
      header.rest,
    ]);
    return {
      pieces: [fresh(objectBytes({ guid: ASF.header, content })), keep(header.end, source.size)],
      added: [],
      notes: [],
    };
  },
};

async function readHeader(source: ByteSource): Promise<AsfHeader> {
  const start = await source.read(0, HEADER_FIELDS_BYTES);
  if (start.length < HEADER_FIELDS_BYTES || guidOf(start) !== ASF.header) {
    throw new AppError('tags-unsupported', 'The file has no Windows Media header.');
  }
  const end = objectSize(start);
  if (end > MAXIMUM_HEADER)
    throw new AppError('tags-unsupported', 'The header of the Windows Media file is too large.');
  const content = await source.read(HEADER_FIELDS_BYTES, end - HEADER_FIELDS_BYTES);
  if (content.length !== end - HEADER_FIELDS_BYTES) throw damagedAsf();
  const objects = parseObjects(content, viewOf(start).getUint32(OBJECT_HEADER_BYTES, true));
  return {
    end,
    reserved: start.subarray(OBJECT_HEADER_BYTES + 4),
    objects,
    rest: content.subarray(objectsLength(objects)),
  };
}

/** With those in the Header Extension. */
function allObjects(objects: readonly AsfObject[]): AsfObject[] {
  return objects.flatMap((object) => (object.guid === ASF.headerExtension ? extensionObjects(object) : [object]));
}

function isDescription({ guid }: AsfObject): boolean {
  return guid === ASF.extendedContentDescription;
}

function extensionObjects({ content }: AsfObject): AsfObject[] {
  if (content.length < EXTENSION_FIELDS_BYTES) throw damagedAsf();
  const length = viewOf(content).getUint32(EXTENSION_RESERVED_BYTES, true);
  if (length !== content.length - EXTENSION_FIELDS_BYTES) throw damagedAsf();
  return parseObjects(content.subarray(EXTENSION_FIELDS_BYTES));
}

/** The first Extended Content Description; a comment stands there only where the Content Description has none. */
function editedAttributes(objects: readonly AsfObject[]): EditedAttributes {
  const object = objects.find(isDescription);
  const hasOther = commentsOf(objects.find(isContentDescription)).length > 0;
  const held = object && !hasOther ? attributeTexts(object, true) : [];
  return { object, hasComment: held.some((one) => one?.field === 'comment') };
}

function textsOf(objects: readonly AsfObject[]): FieldTexts {
  const { object, hasComment } = editedAttributes(objects);
  const comments = hasComment ? [] : commentsOf(objects.find(isContentDescription));
  const held = comments.map((text) => ({ field: 'comment' as const, text }));
  return fieldTexts([...held, ...(object ? attributeTexts(object, hasComment) : [])]);
}

function replaceTexts(objects: readonly AsfObject[], texts: TextChanges): readonly AsfObject[] {
  const { object: former, hasComment } = editedAttributes(objects);
  const attributes = withTexts(former ?? emptyDescription(), texts, hasComment);
  const comment = objects.find(isContentDescription) ?? null;
  const commented = texts.comment && !hasComment ? withComment(comment, texts.comment) : comment;
  const isNew = !former && attributeTexts(attributes, false).length > 0;
  return [
    ...objects.map((object) => (object === former ? attributes : object === comment ? (commented ?? object) : object)),
    ...(isNew ? [attributes] : []),
    ...(comment === null && commented ? [commented] : []),
  ];
}

/**
 * What an object has that a change of genre must leave.
 * @param fileSize of the whole file, in bytes @param edited the attributes that may change
 */
function fieldsOf(object: AsfObject, fileSize: number, edited: EditedAttributes): Field[] {
  if (object.guid !== ASF.headerExtension) return plainFields(object, fileSize, edited);
  const reserved = {
    name: 'ASF header extension',
    digest: digestOf(object.content.subarray(0, EXTENSION_RESERVED_BYTES)),
  };
  return [reserved, ...extensionObjects(object).flatMap((inner) => plainFields(inner, fileSize, edited))];
}

function plainFields(object: AsfObject, fileSize: number, edited: EditedAttributes): Field[] {
  const { guid, content } = object;
  if (guid === ASF.padding) return [];
  if (hasAttributes(object)) return attributeFields(object, edited);
  const description = isContentDescription(object) ? descriptionFields(object, !edited.hasComment) : null;
  if (description) return description;
  const kept = statesSize(object, fileSize) ? withFileSize(content, 0) : content;
  return [{ name: `ASF object ${guid}`, digest: digestOf(kept) }];
}

/** The genres where the first Extended Content Description names one, or at its end; nowhere else. */
function replaceGenres(objects: readonly AsfObject[], genres: readonly string[]): AsfObject[] {
  const descriptions = objects.filter(isDescription);
  const target = descriptions.find(namesGenre) ?? descriptions[0];
  const replaced = objects.map((object) => {
    if (object.guid !== ASF.headerExtension) return withoutOldGenres(object, object === target ? genres : []);
    const inner = extensionObjects(object).map((each) => withoutOldGenres(each, []));
    const fields = [object.content.subarray(0, EXTENSION_RESERVED_BYTES), littleEndian32(objectsLength(inner))];
    return { guid: object.guid, content: joinBytes([...fields, ...inner.map(objectBytes)]) };
  });
  return target || genres.length === 0 ? replaced : [...replaced, withGenres(emptyDescription(), genres)];
}

function withoutOldGenres(object: AsfObject, genres: readonly string[]): AsfObject {
  return hasAttributes(object) ? withGenres(object, genres) : object;
}

/** Takes what the objects have grown by from padding that has room for it, so that the sound stays where it is. */
function absorbInPadding(former: readonly AsfObject[], objects: readonly AsfObject[]): AsfObject[] {
  const growth = objectsLength(objects) - objectsLength(former);
  const index = objects.findLastIndex(({ guid, content }) => guid === ASF.padding && content.length >= growth);
  return objects.map((object, at) => {
    if (at !== index || growth === 0) return object;
    return { guid: object.guid, content: new Uint8Array(object.content.length - growth) };
  });
}

/** Whether an object tells the file's true size; in broadcasts and cut files it does not. */
function statesSize({ guid, content }: AsfObject, fileSize: number): boolean {
  const told = guid === ASF.fileProperties && content.length >= FILE_SIZE_OFFSET + 8;
  return told && viewOf(content).getBigUint64(FILE_SIZE_OFFSET, true) === BigInt(fileSize);
}

function withFileSize(content: Uint8Array, fileSize: number): Uint8Array {
  const bytes = content.slice();
  viewOf(bytes).setBigUint64(FILE_SIZE_OFFSET, BigInt(fileSize), true);
  return bytes;
}
