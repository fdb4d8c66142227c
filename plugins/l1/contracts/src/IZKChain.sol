// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommitBatchInfo, StoredBatchInfo} from "./BatchFormat.sol";

/// @title A chain on L1, as its node sees it: events, errors and functions
/// @dev Errors that compare two values carry (expected, found).
interface IZKChain {
    /// @notice What a chain starts from.
    /// @param admin Owner of the chain's settings
    /// @param validator First address that may commit and revert
    /// @param genesisStateCommitment State commitment of batch 0
    /// @param programId Program whose proofs will be asked for
    /// @param daValidator DA validator; it names the scheme
    struct Init {
        address admin;
        address validator;
        bytes32 genesisStateCommitment;
        bytes32 programId;
        address daValidator;
    }

    /// @notice A batch was committed. Names and topics as in era-contracts.
    event BlockCommit(
        uint256 indexed batchNumber, bytes32 indexed batchHash, bytes32 indexed commitment
    );

    /// @notice The L2 blocks of the batch just committed, both included.
    event ReportCommittedBatchRangeZKsyncOS(
        uint64 indexed batchNumber, uint64 indexed firstBlockNumber, uint64 indexed lastBlockNumber
    );

    /// @notice Committed batches were taken back; these are the totals that remain.
    event BlocksRevert(
        uint256 totalBatchesCommitted, uint256 totalBatchesVerified, uint256 totalBatchesExecuted
    );

    event ValidatorSet(address indexed validator, bool allowed);
    event DAValidatorSet(address indexed daValidator, uint8 scheme);
    event ProgramSet(bytes32 indexed programId);

    error NotValidator(address caller);
    error NotAContract(address found);
    error ZeroProgramId();
    error BatchesPending(uint64 totalCommitted, uint64 totalExecuted);

    error WrongLastBatch(bytes32 expected, bytes32 found);
    error WrongBatchNumber(uint64 expected, uint64 found);
    error WrongChainId(uint256 expected, uint256 found);
    error WrongSettlementLayer(uint256 expected, uint256 found);
    error WrongDAScheme(uint8 expected, uint8 found);
    error WrongFirstBlock(uint64 expected, uint64 found);
    error BlocksReversed(uint64 firstBlock, uint64 lastBlock);
    error TimestampTooOld(uint256 oldest, uint64 found);
    error TimestampTooNew(uint256 newest, uint64 found);
    error TimestampsReversed(uint64 first, uint64 last);
    error TimestampBeforeLastBatch(uint64 lastBatch, uint64 found);
    error WrongNumberOfLayer1Txs(uint256 expected, uint256 found);
    error WrongPriorityOperationsHash(bytes32 expected, bytes32 found);
    error WrongDependencyRoots(bytes32 expected, bytes32 found);
    error NoLayer2Txs();
    error WrongRevertTarget(uint64 lowest, uint64 highest, uint64 found);

    /// @notice Commits the next batch. For validators; reverts with one of the errors above or the
    /// DA validator's.
    /// @param last The last committed batch, as stored
    /// @param batch The batch that follows it
    function commitBatch(StoredBatchInfo calldata last, CommitBatchInfo calldata batch) external;

    /// @notice Forgets every committed batch after newLast, down to the last executed one. For
    /// validators.
    /// @dev Costs about 8,000 gas a batch: a long way back is taken in steps.
    function revertBatches(uint64 newLast) external;

    function setValidator(address validator, bool allowed) external;

    /// @notice Sets where pubdata goes from the next batch on; the scheme is the validator's own.
    /// For the admin.
    function setDAValidator(address daValidator) external;

    /// @notice Sets the program of the batches to come. For the admin, while every committed batch
    /// is executed.
    function setProgram(bytes32 newProgramId) external;

    function chainId() external view returns (uint256);
    function bridgehub() external view returns (address);
    function isValidator(address account) external view returns (bool);
    function getDAValidator() external view returns (address daValidator, uint8 scheme);
    function programId() external view returns (bytes32);
    function totalBatchesCommitted() external view returns (uint256);
    function totalBatchesVerified() external view returns (uint256);
    function totalBatchesExecuted() external view returns (uint256);

    /// @notice Hash of a committed batch's StoredBatchInfo, 0 if there is no such batch.
    function storedBatchHash(uint256 batchNumber) external view returns (bytes32);

    /// @notice The program that batchNumber was committed under, 0 for the genesis or if there is
    /// no such batch.
    function batchProgramId(uint256 batchNumber) external view returns (bytes32);

    /// @notice Number and time of the last block of a batch, 0 for the genesis or if there is no
    /// such batch.
    function batchLastBlock(uint256 batchNumber)
        external
        view
        returns (uint64 blockNumber, uint64 timestamp);
}
