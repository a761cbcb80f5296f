/**
 * Three words that show people that a sign-in window belongs to the pane that opened it. Pane and relay both derive
 * them from the sign-in's challenge, so the words are never sent.
 */

/** 256 short words for things that everyone can picture. No two sound alike. */
const words = `
  acorn album amber apple apron arrow atlas attic badge bagel baker banjo barn basil beach bead bell bench berry bike
  bird boat book boot bowl branch bread brick bridge broom brush bucket bugle bulb butter button cabin cactus cake
  camel camera candle canoe canvas cape carpet carrot castle cedar chain chair chalk cheese cherry chess church clay
  clock cloud clover coach coat cocoa coffee coin comb comet copper coral corn cotton couch crab crane crayon crown
  cup daisy deer desk diary doll donkey door dragon drawer dress drum duck eagle easel elm engine falcon fan farm
  fence fern ferry fiddle field fig flag flame flask flute forest fork fox frog garden garlic gate glass globe glove
  goat gold goose grape grass guitar hammer harbor harp hat hazel helmet herb hill honey horn horse igloo island ivory
  jacket jar jelly jungle kettle key kite kitten ladder lake lamp leaf lemon letter lily lime lion lizard llama lock
  lotus magnet maple marble market mask meadow medal melon mirror mitten moon moose mouse napkin needle nest noodle
  nut oak oasis olive onion orange orbit otter oven owl paddle palace panda paper parrot peach pear pencil pepper
  piano pillow pine planet plum pocket pond poppy potato quilt rabbit radio raft raven ribbon ring river robin rocket
  roof rope rose ruler saddle sail salad salt sand scarf shell ship shirt silk silver snow soap sofa spider spoon
  stamp star stone sugar swan table tiger train tree tulip tunnel turtle violin wagon walnut water whale wheat wheel
  window wing winter wolf zebra
`
  .trim()
  .split(/\s+/);

/** @see https://www.rfc-editor.org/rfc/rfc4648#section-5 */
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * The three words for an S256 challenge, from its first 24 bits: `amber tiger spoon`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2
 */
export const signInWords = (challenge: string): string => {
  const bits = Array.from(challenge.slice(0, 4)).reduce((sum, digit) => sum * 64 + base64url.indexOf(digit), 0);
  return [bits >> 16, bits >> 8, bits].map((byte) => words[byte & 255] ?? '').join(' ');
};
