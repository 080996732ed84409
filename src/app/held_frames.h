/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * held_frames - frames of fragments, kept until it is known whose packet they are.
 *
 * Room: app, private. Ports are in a datagram's first fragment only, so the frames of
 * the others go where their datagram goes: all of them are written in front of the one
 * that completes it, or once its beginning is all there will be. Bounded in memory, and
 * in time by the decoder, which gives datagrams up.
 */
#ifndef HELD_FRAMES_H
#define HELD_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct decoder;
struct frame;
struct held_frames;
struct packet;

struct audit_finding;

typedef void (*frame_writer)(const struct frame *frame,
                             const struct audit_finding *finding, void *context);

/**
 * Owned: held_frames_destroy(). NULL when out of memory.
 *
 * @decoder  borrowed; what decodes the frames
 * @memory   most bytes of frames
 */
struct held_frames *held_frames_create(const struct decoder *decoder, size_t memory,
                                       frame_writer write, void *context);

/**
 * Write @frame, hold it or let it go; write what was held and belongs to it.
 *
 * To be called for every frame and beginning, right after the decoder gave it.
 *
 * @frame   NULL for the beginning of a datagram that was lost
 * @packet  NULL when @frame is none, or not yet
 * @finding whose evidence @packet is; NULL: of none
 */
void held_frames_follow(struct held_frames *held, const struct frame *frame,
                        const struct packet *packet, const struct audit_finding *finding);

/** Frames that there was no memory to hold. */
uint64_t held_frames_left_out(const struct held_frames *held);

/** NULL is fine. What is still held is nobody's. */
void held_frames_destroy(struct held_frames *held);

#endif
