/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A graph of sizes: the tensors of one of llama.cpp's compute graphs in the
 * order in which ggml would compute them, with all that its allocator and its
 * scheduler look at and without a byte of data. The functions below are named
 * after those of ggml.h that make the same tensors. */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_OP_NONE,
  EDGEKIT_OP_VIEW, /* and the other operations that only look at a tensor in another way */
  EDGEKIT_OP_RESHAPE,
  EDGEKIT_OP_PERMUTE,
  EDGEKIT_OP_ADD,
  EDGEKIT_OP_ADD_ID,
  EDGEKIT_OP_SUB,
  EDGEKIT_OP_MUL,
  EDGEKIT_OP_DIV,
  EDGEKIT_OP_SQR,
  EDGEKIT_OP_SQRT,
  EDGEKIT_OP_SCALE,
  EDGEKIT_OP_FILL,
  EDGEKIT_OP_UNARY,
  EDGEKIT_OP_RMS_NORM,
  EDGEKIT_OP_ROPE,
  EDGEKIT_OP_SOFT_MAX,
  EDGEKIT_OP_LAST_IN_PLACE = EDGEKIT_OP_SOFT_MAX,
  EDGEKIT_OP_NORM,
  EDGEKIT_OP_GROUP_NORM,
  EDGEKIT_OP_L2_NORM,
  EDGEKIT_OP_CLAMP,
  EDGEKIT_OP_GLU,
  EDGEKIT_OP_GET_ROWS,
  EDGEKIT_OP_SET_ROWS,
  EDGEKIT_OP_CPY,
  EDGEKIT_OP_CONT,
  EDGEKIT_OP_DUP,
  EDGEKIT_OP_CONCAT,
  EDGEKIT_OP_REPEAT,
  EDGEKIT_OP_PAD,
  EDGEKIT_OP_MUL_MAT,
  EDGEKIT_OP_MUL_MAT_ID,
  EDGEKIT_OP_FLASH_ATTN,
  EDGEKIT_OP_ARGSORT,
  EDGEKIT_OP_SUM_ROWS,
  EDGEKIT_OP_MEAN,
  EDGEKIT_OP_SSM_CONV,
  EDGEKIT_OP_SSM_SCAN,
  EDGEKIT_OP_WKV,
  EDGEKIT_OP_GATED_DELTA_NET,
  EDGEKIT_N_OPS
} EdgeKitOp;

typedef enum
{
  EDGEKIT_F32,
  EDGEKIT_F16,
  EDGEKIT_I32,
  EDGEKIT_I64,
  /* only of a cache */
  EDGEKIT_BF16,
  EDGEKIT_Q8_0,
  EDGEKIT_Q5_1,
  EDGEKIT_Q5_0,
  EDGEKIT_Q4_1,
  EDGEKIT_Q4_0,
  EDGEKIT_IQ4_NL,
} EdgeKitElement;

enum
{
  EDGEKIT_TENSOR_INPUT = 1 << 0,    /* filled in before the graph runs; placed before all others */
  EDGEKIT_TENSOR_OUTPUT = 1 << 1,   /* read after the graph has run; never freed */
  EDGEKIT_TENSOR_EXTERNAL = 1 << 2, /* lies in a buffer of weights or of the cache */
  EDGEKIT_TENSOR_WEIGHT = 1 << 3,
  EDGEKIT_TENSOR_VISITED = 1 << 4,
  EDGEKIT_TENSOR_LEAF = 1 << 5,
};

#define EDGEKIT_GRAPH_MAX_SOURCES 8
/* No dimension and no tensor is counted larger than this, so that sums over a graph stay below 2^63. */
#define EDGEKIT_GRAPH_MAX_SIZE (G_GUINT64_CONSTANT (1) << 48)

typedef gint16 EdgeKitTensorId; /* an index, or EDGEKIT_NO_TENSOR */

#define EDGEKIT_NO_TENSOR ((EdgeKitTensorId) -1)
#define EDGEKIT_GRAPH_MAX_TENSORS 32000

typedef struct
{
  guint8 op;      /* EdgeKitOp */
  guint8 element; /* EdgeKitElement */
  guint8 flags;
  gint8 device;   /* where it lies or is computed; -1 when nobody has said */
  gint8 wanted;   /* where its layer lies, for flash attention */
  guint8 n_sources;
  gint8 cells;    /* the dimension that counts the cells of the longest cache, or -1 */
  EdgeKitTensorId sources[EDGEKIT_GRAPH_MAX_SOURCES];
  EdgeKitTensorId viewed; /* what it is a view of, never a view itself */
  guint64 ne[4];          /* elements in each dimension, the innermost first */
  guint64 nb[4];          /* bytes from one to the next */
  guint64 bytes;
} EdgeKitGraphTensor;

/* A list that grows without a call for each: thousands are appended for one verdict. */
typedef struct
{
  EdgeKitTensorId *ids;
  guint n;
  guint room;
} EdgeKitTensorList;

typedef struct
{
  EdgeKitGraphTensor *tensors; /* the first stands for EDGEKIT_NO_TENSOR, that of id is at id + 1 */
  guint n_tensors;
  guint room;
  EdgeKitTensorList nodes;     /* in the order of computing */
  EdgeKitTensorList leaves;    /* in the order in which they were met */
} EdgeKitGraph;

/* Room for @n more. */
void _edgekit_tensor_list_reserve (EdgeKitTensorList *self, guint n);

static inline void
_edgekit_tensor_list_add (EdgeKitTensorList *self, EdgeKitTensorId id)
{
  if (G_UNLIKELY (self->n == self->room))
    _edgekit_tensor_list_reserve (self, 1);
  self->ids[self->n++] = id;
}

EdgeKitGraph *_edgekit_graph_new   (void);
void          _edgekit_graph_free  (EdgeKitGraph *self);
void          _edgekit_graph_clear (EdgeKitGraph *self);

static inline EdgeKitGraphTensor *
_edgekit_graph_tensor (const EdgeKitGraph *self, EdgeKitTensorId id)
{
  return &self->tensors[id + 1];
}

static inline guint64
_edgekit_graph_ne (const EdgeKitGraph *self, EdgeKitTensorId id, guint i)
{
  return _edgekit_graph_tensor (self, id)->ne[i];
}

/* A tensor of which nothing is said yet; the last one again where a graph is full: what comes of a file with
 * absurd keys is absurd, but never out of bounds. */
EdgeKitTensorId _edgekit_graph_add         (EdgeKitGraph *self, const EdgeKitGraphTensor *tensor);
/* Appends @id and all that it is computed from and that is not there yet. */
void            _edgekit_graph_expand      (EdgeKitGraph *self, EdgeKitTensorId id);

/* The element of a cache type, by its name; f16 for one that is not known. */
EdgeKitElement  _edgekit_graph_parse_element (const char *type);

/* Leaves. */
EdgeKitTensorId _edgekit_graph_input       (EdgeKitGraph *self, EdgeKitElement element, guint64 n0, guint64 n1,
                                            guint64 n2, guint64 n3);
EdgeKitTensorId _edgekit_graph_weight      (EdgeKitGraph *self, const guint64 ne[4], guint64 bytes, int device);
EdgeKitTensorId _edgekit_graph_cache       (EdgeKitGraph *self, EdgeKitElement element, guint64 n0, guint64 n1,
                                            guint64 n2, int device);

/* A result of its own, of the shape of the first source or of a given one. */
EdgeKitTensorId _edgekit_graph_unary       (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a);
EdgeKitTensorId _edgekit_graph_binary      (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a, EdgeKitTensorId b);
EdgeKitTensorId _edgekit_graph_ternary     (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a, EdgeKitTensorId b,
                                            EdgeKitTensorId c);
EdgeKitTensorId _edgekit_graph_result      (EdgeKitGraph *self, EdgeKitOp op, EdgeKitElement element, guint64 n0,
                                            guint64 n1, guint64 n2, guint64 n3, const EdgeKitTensorId *sources,
                                            guint n_sources);
EdgeKitTensorId _edgekit_graph_mul_mat     (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b);
EdgeKitTensorId _edgekit_graph_mul_mat_id  (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b,
                                            EdgeKitTensorId ids);
EdgeKitTensorId _edgekit_graph_get_rows    (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId rows);
/* Writes @b to the @rows of @a; a view of @a. */
EdgeKitTensorId _edgekit_graph_set_rows    (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b,
                                            EdgeKitTensorId rows);
/* The result takes the place of @a. */
EdgeKitTensorId _edgekit_graph_set_in_place (EdgeKitGraph *self, EdgeKitOp op, EdgeKitTensorId a);
EdgeKitTensorId _edgekit_graph_cast        (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitElement element);
EdgeKitTensorId _edgekit_graph_cpy         (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b);
EdgeKitTensorId _edgekit_graph_cont        (EdgeKitGraph *self, EdgeKitTensorId a);
EdgeKitTensorId _edgekit_graph_cont_4d     (EdgeKitGraph *self, EdgeKitTensorId a, guint64 n0, guint64 n1, guint64 n2,
                                            guint64 n3);
EdgeKitTensorId _edgekit_graph_concat      (EdgeKitGraph *self, EdgeKitTensorId a, EdgeKitTensorId b, guint dimension);
EdgeKitTensorId _edgekit_graph_repeat      (EdgeKitGraph *self, EdgeKitTensorId a, guint64 n0, guint64 n1, guint64 n2,
                                            guint64 n3);
EdgeKitTensorId _edgekit_graph_pad         (EdgeKitGraph *self, EdgeKitTensorId a, guint dimension, guint64 to);
/* Says that dimension @i of @id counts the cells of the cache that is as long as the context. */
void            _edgekit_graph_mark_cells  (EdgeKitGraph *self, EdgeKitTensorId id, int i);
EdgeKitTensorId _edgekit_graph_sum_rows    (EdgeKitGraph *self, EdgeKitTensorId a);
/* The gated activation: @up, or EDGEKIT_NO_TENSOR when @gate is both, side by side. */
EdgeKitTensorId _edgekit_graph_glu         (EdgeKitGraph *self, EdgeKitTensorId gate, EdgeKitTensorId up);
EdgeKitTensorId _edgekit_graph_argsort_top (EdgeKitGraph *self, EdgeKitTensorId a, guint64 k);

/* A node that computes nothing and needs @a, so that @a lives until there. */
EdgeKitTensorId _edgekit_graph_depend      (EdgeKitGraph *self, EdgeKitTensorId a);

/* Views. */
EdgeKitTensorId _edgekit_graph_reshape     (EdgeKitGraph *self, EdgeKitTensorId a, guint64 n0, guint64 n1, guint64 n2,
                                            guint64 n3);
/* The strides of dimensions 1, 2 and 3 in bytes; 0: contiguous. */
EdgeKitTensorId _edgekit_graph_view        (EdgeKitGraph *self, EdgeKitTensorId a, guint64 n0, guint64 n1, guint64 n2,
                                            guint64 n3, guint64 nb1, guint64 nb2, guint64 nb3);
EdgeKitTensorId _edgekit_graph_permute     (EdgeKitGraph *self, EdgeKitTensorId a, guint p0, guint p1, guint p2,
                                            guint p3);
EdgeKitTensorId _edgekit_graph_transpose   (EdgeKitGraph *self, EdgeKitTensorId a);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitGraph, _edgekit_graph_free)

G_END_DECLS
